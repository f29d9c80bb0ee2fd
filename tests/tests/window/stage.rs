//! What a story needs around it: a display, a bus, a home, and a world of banks.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use moa_bank_core::life::History;
use mock_banks::{RunningWorld, World, WorldOptions};
use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::Instant;

use crate::app::{App, Start};
use crate::bus::Bus;
use crate::process::Running;

/// How long anything may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often a condition is looked at.
const GLANCE: Duration = Duration::from_millis(40);
/// At least so many transactions are on each main account: a list nobody would draw whole.
const LONG_LIST: u32 = 3_000;

/// The surroundings of one story. They end with it.
pub(crate) struct Stage {
    pub(crate) world: RunningWorld,
    pub(crate) bus: Bus,
    pub(crate) home: TempDir,
    pub(crate) display: String,
    _display: Running,
}

/// What a window test cannot do without and this machine does not have, if anything.
pub(crate) fn missing() -> Option<String> {
    if !cfg!(target_os = "linux") {
        return Some("window tests need Linux".to_owned());
    }
    let absent = ["Xvfb", "WebKitWebDriver", "dbus-daemon", "dbus-send", "gnome-keyring-daemon"]
        .into_iter()
        .find(|program| !is_installed(program));
    if let Some(program) = absent {
        return Some(format!("{program} is not installed (`cargo xtask setup` installs it)"));
    }
    let binary = binary();
    (!binary.exists()).then(|| {
        format!("{} is not built: cargo build -p moa-desktop --features e2e,tauri/custom-protocol", binary.display())
    })
}

/// The app to test.
pub(crate) fn binary() -> PathBuf {
    std::env::var_os("MOA_WINDOW_BINARY").map_or_else(|| target().join("debug/moa-desktop"), PathBuf::from)
}

/// The folder everything is built into, seen from this test's own program.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_scripted-browser")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

impl Stage {
    /// Sets everything up.
    pub(crate) async fn set() -> Result<Self> {
        let home = tempfile::tempdir()?;
        let (display, number) = open_display().await?;
        let history = History { months: 14, transactions: Some(LONG_LIST) };
        let world = World::start(WorldOptions { history, ..WorldOptions::in_memory() }).await?;
        let bus = Bus::with_keyring(home.path()).await?;
        Ok(Self { world, bus, home, display: format!(":{number}"), _display: display })
    }

    /// Opens the app.
    pub(crate) async fn open(&self, start: &Start<'_>) -> Result<App> {
        App::open(self, start).await
    }
}

/// A display without a screen, on the first free number. It is twice as fine as a usual one, for sharp pictures.
async fn open_display() -> Result<(Running, String)> {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "2560x1720x24", "-nolisten", "tcp"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut display = Running::start(command)?;
    let number = display.first_line().await.context("Xvfb opened no display")?;
    Ok((display, number))
}

/// Looks again and again until it is so. What does not come true within the time is an error with its name.
pub(crate) async fn eventually<F, A>(what: &str, mut look: F) -> Result<()>
where
    F: FnMut() -> A,
    A: Future<Output = Result<bool>>,
{
    let deadline = Instant::now() + PATIENCE;
    loop {
        match look().await {
            Ok(true) => return Ok(()),
            Err(error) if Instant::now() >= deadline => return Err(error.context(format!("never: {what}"))),
            Ok(false) if Instant::now() >= deadline => bail!("never: {what}"),
            _ => tokio::time::sleep(GLANCE).await,
        }
    }
}
