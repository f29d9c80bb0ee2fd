//! A Node.js that is new enough for Vite: the machine's own, or one from the npm registry kept under `target/`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::cargo;

/// The oldest Node.js that Vite 8 runs on.
const OLDEST: (u32, u32) = (20, 19);

/// The search path with a good Node.js first. Installs one when there is none.
pub(super) fn search_path() -> Result<OsString> {
    if version("node").is_some_and(|version| version >= OLDEST) {
        return Ok(std::env::var_os("PATH").unwrap_or_default());
    }
    let own = own_folder().join("node_modules").join("node").join("bin");
    if version(&own.join("node").to_string_lossy()).is_none_or(|version| version < OLDEST) {
        install_own()?;
    }
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(own).chain(std::env::split_paths(&rest));
    std::env::join_paths(folders).context("the search path holds an odd folder")
}

fn own_folder() -> PathBuf {
    cargo::target().join("node")
}

fn install_own() -> Result<()> {
    let folder = own_folder();
    eprintln!("▶ Node.js {}.{} or newer is missing: fetching Node.js 22 into {}", OLDEST.0, OLDEST.1, folder.display());
    ensure_npm()?;
    std::fs::create_dir_all(&folder)?;
    let status =
        npm().arg("install").arg("--prefix").arg(&folder).args(["--no-save", "--no-audit", "node@22"]).status()?;
    if !status.success() {
        bail!("npm could not fetch Node.js. Please install Node.js 22 from https://nodejs.org and try again");
    }
    Ok(())
}

fn ensure_npm() -> Result<()> {
    if npm().arg("--version").output().is_ok_and(|answer| answer.status.success()) {
        return Ok(());
    }
    let by_hand = "please install Node.js 22 from https://nodejs.org and try again";
    if !std::path::Path::new("/usr/bin/apt-get").exists() {
        bail!("there is no npm here: {by_hand}");
    }
    super::packages::install_one("npm").context(by_hand)
}

/// The npm program; Windows knows it as a script.
pub(super) fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Major and minor version of a Node.js program, when it answers.
fn version(program: &str) -> Option<(u32, u32)> {
    let answer = Command::new(program).arg("--version").output().ok()?;
    parse(std::str::from_utf8(&answer.stdout).ok()?)
}

fn parse(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert_eq!(parse("v20.20.2\n"), Some((20, 20)));
        assert!(parse("v18.19.0").unwrap() < OLDEST);
        assert!(parse("v22.1.0").unwrap() > OLDEST);
        assert_eq!(parse("not node"), None);
    }
}
