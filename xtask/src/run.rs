//! `cargo xtask run`: the mock banks, and the app pointed at them.
//!
//! With a display the app opens in a window. Without one the same job is done in the terminal: a scripted person links the
//! banks through their real consent pages, and the overview is printed as a table. Whatever was started is stopped when
//! the app closes, when the job ends, or on Ctrl-C.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, Command};

use crate::setup::{self, Goal};
use crate::{cargo, step};

/// How to run.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Stay in the terminal although there is a display
    #[arg(long)]
    terminal: bool,
    /// The directory's port; the banks take the ones after it
    #[arg(long, default_value_t = 7300)]
    port_base: u16,
    /// Let the banks forget everything when they stop (in the terminal they always do)
    #[arg(long)]
    memory: bool,
}

/// What stands in the last line of what the banks print when they are open.
const LAST_OF_THE_TABLE: &str = "Ctrl-C stops them.";

/// How long the banks may take to start: the first time they invent their customers' lives.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts everything, waits, and stops everything.
///
/// # Errors
/// When something cannot be installed, built or started.
pub(crate) async fn run(options: Options) -> Result<()> {
    let window = !options.terminal && has_display();
    if !window && !options.terminal {
        eprintln!("There is no display here, so the app stays in the terminal.");
    }
    prepare(window)?;
    let mut banks = start_banks(&options, window)?;
    tokio::select! {
        outcome = wait_for_banks(&mut banks) => outcome?,
        _ = tokio::signal::ctrl_c() => return stop(banks).await,
    }
    let mut app = start_app(window, options.port_base)?;
    let outcome = tokio::select! {
        ended = app.wait() => ended.context("the app")?.success().then_some(()).context("the app ended with an error"),
        ended = banks.wait() => Err(anyhow::anyhow!("the mock banks stopped: {}", ended?)),
        _ = tokio::signal::ctrl_c() => { eprintln!("Stopping."); Ok(()) }
    };
    stop(app).await?;
    stop(banks).await?;
    outcome
}

fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn prepare(window: bool) -> Result<()> {
    setup::setup(if window { Goal::Window } else { Goal::Terminal })?;
    step::program("Building the mock banks", cargo::cargo(&["build", "--package", "mock-banks"]))?;
    if window {
        step::step("Building the front end", setup::build_front_end)?;
        let build = ["build", "--package", "moa-desktop", "--features", "tauri/custom-protocol"];
        step::program("Building the app", cargo::cargo(&build))?;
    } else {
        step::program("Building the terminal app", cargo::cargo(&["build", "--package", "moa-tests", "--bins"]))?;
    }
    Ok(())
}

/// In the terminal the banks always forget: the terminal app forgets its own links, so theirs would only pile up.
fn start_banks(options: &Options, window: bool) -> Result<Child> {
    let mut command = Command::new(cargo::program("mock-banks"));
    command.arg("serve").arg("--port-base").arg(options.port_base.to_string());
    if options.memory || !window {
        command.arg("--memory");
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("could not start the mock banks")
}

/// Shows what the banks say, until their table has been shown whole: then they answer, and what is printed after it stands
/// after it. A port that takes connections is too early for both.
async fn wait_for_banks(banks: &mut Child) -> Result<()> {
    let words = banks.stdout.take().context("the mock banks cannot be heard")?;
    let mut words = BufReader::new(words).lines();
    let table = show(&mut words, Some(LAST_OF_THE_TABLE));
    match tokio::time::timeout(PATIENCE, table).await {
        Ok(Ok(true)) => {}
        Ok(Ok(false)) => bail!("the mock banks did not start ({}); their own words stand above", banks.wait().await?),
        Ok(Err(error)) => return Err(error).context("the mock banks cannot be heard"),
        Err(_) => bail!("the mock banks were not open within {PATIENCE:?}"),
    }
    // Whatever they say later: nobody waits for it, and their pipe must never be full.
    tokio::spawn(async move { show(&mut words, None).await });
    Ok(())
}

/// Shows lines up to one with these words in it, or all there are. Says whether there was such a one.
async fn show<R: AsyncBufRead + Unpin>(lines: &mut Lines<R>, last: Option<&str>) -> std::io::Result<bool> {
    while let Some(line) = lines.next_line().await? {
        println!("{line}");
        if last.is_some_and(|last| line.contains(last)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn start_app(window: bool, port: u16) -> Result<Child> {
    let directory = format!("http://127.0.0.1:{port}/participants");
    let mut command = if window {
        eprintln!("\n▶ Opening Moa. Close the window, or press Ctrl-C here, to stop everything.");
        Command::new(cargo::program("moa-desktop"))
    } else {
        Command::new(cargo::program("moa-terminal"))
    };
    command.env("MOA_DIRECTORY", directory).kill_on_drop(true).spawn().context("could not start the app")
}

/// Asks a program to end, and ends it when it does not listen.
async fn stop(mut child: Child) -> Result<()> {
    if child.try_wait()?.is_none() {
        interrupt(&child).await;
        if tokio::time::timeout(Duration::from_secs(5), child.wait()).await.is_err() {
            child.kill().await?;
        }
    }
    Ok(())
}

#[cfg(unix)]
async fn interrupt(child: &Child) {
    if let Some(id) = child.id() {
        // The program may have heard the terminal's own Ctrl-C already; a second one does no harm.
        let _ended = Command::new("kill").args(["-INT", &id.to_string()]).status().await;
    }
}

#[cfg(not(unix))]
async fn interrupt(_child: &Child) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_the_banks_say_is_shown_as_far_as_their_table_and_the_end_of_it_is_known() -> Result<()> {
        let said = format!("\nMoa mock banks are open.\n\n  {LAST_OF_THE_TABLE}\n\nlater\n");
        let mut lines = said.as_bytes().lines();
        assert!(show(&mut lines, Some(LAST_OF_THE_TABLE)).await?);
        assert_eq!(lines.next_line().await?.as_deref(), Some(""));
        assert_eq!(lines.next_line().await?.as_deref(), Some("later"));
        assert!(!show(&mut b"a port is taken\n".lines(), Some(LAST_OF_THE_TABLE)).await?, "they never opened");
        Ok(())
    }

    #[test]
    fn the_table_ends_as_it_is_waited_for() {
        let table = include_str!("../../mock-banks/server/src/command/table.rs");
        assert!(table.contains(LAST_OF_THE_TABLE));
    }
}
