//! The front end's packages and its build, through npm.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Result, bail};

use super::node;
use crate::cargo;

/// Installs the front end's packages when the lock file is newer than what is there.
pub(super) fn install() -> Result<()> {
    let folder = folder();
    let installed = changed(&folder.join("node_modules").join(".package-lock.json"));
    if installed.is_some() && installed >= changed(&folder.join("package-lock.json")) {
        return Ok(());
    }
    // `npm ci` insists on optional packages of other systems; `npm install` keeps to the lock and lets them be.
    run(command(&["install", "--no-audit", "--no-fund"])?)
}

/// Builds the front end into `desktop-app/ui/dist`.
///
/// # Errors
/// When npm fails; its own words stand above.
pub(crate) fn build() -> Result<()> {
    run(command(&["run", "--silent", "build", "--", "--logLevel", "warn"])?)
}

/// npm, in the front end's folder, on a Node.js that is new enough.
///
/// # Errors
/// When there is no such Node.js and none can be fetched.
pub(crate) fn command(arguments: &[&str]) -> Result<Command> {
    let mut npm = node::npm();
    npm.current_dir(folder()).args(arguments).env("PATH", node::search_path()?);
    Ok(npm)
}

fn folder() -> PathBuf {
    cargo::root().join("desktop-app").join("ui")
}

fn changed(file: &Path) -> Option<SystemTime> {
    file.metadata().and_then(|facts| facts.modified()).ok()
}

fn run(mut npm: Command) -> Result<()> {
    let words: Vec<_> = npm.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
    eprintln!("▶ npm {}", words.join(" "));
    let status = npm.status()?;
    if !status.success() {
        bail!("npm ended with {status}");
    }
    Ok(())
}
