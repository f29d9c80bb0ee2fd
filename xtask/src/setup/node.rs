//! A Node.js that is new enough for Vite: the machine's own, or one from the npm registry kept under `target/`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::cargo;

/// Whether Vite 8 runs on this Node.js: 20 from 20.19 on, or anything from 22.12 on.
fn is_new_enough(version: (u32, u32)) -> bool {
    ((20, 19)..(21, 0)).contains(&version) || version >= (22, 12)
}

/// The search path with a good Node.js first. Installs one when there is none.
pub(super) fn search_path() -> Result<OsString> {
    if version("node").is_some_and(is_new_enough) {
        return Ok(std::env::var_os("PATH").unwrap_or_default());
    }
    let own = own_folder().join("node_modules").join("node").join("bin");
    if !version(&own.join("node").to_string_lossy()).is_some_and(is_new_enough) {
        install_own()?;
    }
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(own).chain(std::env::split_paths(&rest));
    std::env::join_paths(folders).context("the search path holds an odd folder")
}

/// What a person can type where we cannot install.
const BY_HAND: &str = if cfg!(target_os = "macos") {
    "Please run `brew install node@22` and try again"
} else if cfg!(windows) {
    "Please run `winget install OpenJS.NodeJS.LTS` and try again"
} else {
    "Please install Node.js 22 from https://nodejs.org and try again"
};

fn own_folder() -> PathBuf {
    cargo::target().join("node")
}

fn install_own() -> Result<()> {
    let folder = own_folder();
    eprintln!("▶ Node.js 20.19, or 22.12 and newer, is missing: fetching Node.js 22 into {}", folder.display());
    ensure_npm()?;
    std::fs::create_dir_all(&folder)?;
    let status =
        npm().arg("install").arg("--prefix").arg(&folder).args(["--no-save", "--no-audit", "node@22"]).status()?;
    if !status.success() {
        bail!("npm could not fetch Node.js. {BY_HAND}");
    }
    Ok(())
}

fn ensure_npm() -> Result<()> {
    if npm().arg("--version").output().is_ok_and(|answer| answer.status.success()) {
        return Ok(());
    }
    if !std::path::Path::new("/usr/bin/apt-get").exists() {
        bail!("there is no npm here. {BY_HAND}");
    }
    super::packages::install_one("npm").context(BY_HAND)
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
        for (answer, good) in [
            ("v18.19.0", false),
            ("v20.18.1", false),
            ("v20.19.0", true),
            ("v21.7.0", false),
            ("v22.11.0", false),
            ("v22.12.0", true),
            ("v24.1.0", true),
        ] {
            assert_eq!(is_new_enough(parse(answer).unwrap()), good, "{answer}");
        }
        assert_eq!(parse("not node"), None);
    }
}
