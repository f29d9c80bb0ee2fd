//! Programs that run beside a test, each in a process group of its own that ends with it.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout};

/// A program that runs until this is dropped.
pub(crate) struct Running {
    child: Child,
    group: Option<u32>,
}

impl Running {
    /// Starts a program. Everything it starts in turn belongs to its group.
    pub(crate) fn start(mut command: tokio::process::Command) -> Result<Self> {
        command.process_group(0).kill_on_drop(true);
        let program = command.as_std().get_program().to_string_lossy().into_owned();
        let child = command.spawn().with_context(|| format!("{program} does not start"))?;
        let group = child.id();
        Ok(Self { child, group })
    }

    /// Where to speak to it, once. Dropping it says that there is no more.
    pub(crate) fn input(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    /// The first line it says.
    pub(crate) async fn first_line(&mut self) -> Result<String> {
        let out: ChildStdout = self.child.stdout.take().context("it was not asked to speak")?;
        let mut lines = BufReader::new(out).lines();
        let line = lines.next_line().await?.context("it ended without a word")?;
        // Its pipe stays open and is read on, so that it can never block on a full one.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(line)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(group) = self.group {
            let ended = Command::new("kill").args(["-TERM", "--", &format!("-{group}")]).stderr(Stdio::null()).status();
            drop(ended);
        }
    }
}
