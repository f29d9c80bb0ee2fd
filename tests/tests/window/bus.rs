//! A session bus of the test's own, with a real keyring on it that is already unlocked.

use std::path::Path;
use std::process::Stdio;

use anyhow::Result;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::process::Running;
use crate::stage::eventually;

/// The name a secret service answers to.
const SECRETS: &str = "org.freedesktop.secrets";

/// A bus and what runs on it.
pub(crate) struct Bus {
    pub(crate) address: String,
    _daemon: Running,
    _keyring: Option<Running>,
}

impl Bus {
    /// A bus with an unlocked keyring whose files lie in `home`.
    pub(crate) async fn with_keyring(home: &Path) -> Result<Self> {
        let mut bus = Self::without_keyring().await?;
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address).env("HOME", home).env("XDG_DATA_HOME", home.join("data"));
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut keyring = Running::start(command)?;
        // It reads the password to unlock with until its input ends.
        if let Some(mut input) = keyring.input() {
            input.write_all(b"window test").await?;
        }
        bus._keyring = Some(keyring);
        eventually("the keyring is on the bus", || bus.has(SECRETS)).await?;
        Ok(bus)
    }

    /// A bus on which nobody keeps secrets.
    pub(crate) async fn without_keyring() -> Result<Self> {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut daemon = Running::start(command)?;
        let address = daemon.first_line().await?;
        Ok(Self { address, _daemon: daemon, _keyring: None })
    }

    /// Whether somebody answers to a name.
    pub(crate) async fn has(&self, name: &str) -> Result<bool> {
        let mut command = Command::new("dbus-send");
        command.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
        command.args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")]);
        let answer = command.env("DBUS_SESSION_BUS_ADDRESS", &self.address).output().await?;
        Ok(String::from_utf8_lossy(&answer.stdout).contains("boolean true"))
    }
}
