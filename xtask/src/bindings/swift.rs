//! The Swift package: with this machine's own Swift, or with Debian's in a root of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use super::{generate, swift_root};
use crate::cargo;

/// Builds the package.
pub(super) fn build(library: &Path) -> Result<()> {
    run(&["build"], library)
}

/// Runs its tests against the mock banks that the Kotlin tests used.
pub(super) fn test(library: &Path) -> Result<()> {
    run(&["test"], library)
}

fn run(what: &[&str], library: &Path) -> Result<()> {
    let scratch = generate::folder().join("swift-build");
    let mut words: Vec<String> = vec!["swift".to_owned()];
    words.extend(what.iter().map(|word| (*word).to_owned()));
    words.extend(["--package-path".to_owned(), package().display().to_string()]);
    words.extend(["--scratch-path".to_owned(), scratch.display().to_string()]);
    let mut command = if has_own_swift() {
        let mut own = Command::new("swift");
        own.args(words.iter().skip(1));
        own
    } else {
        match swift_root::ready()? {
            Ok(root) => root.command(&words),
            Err(why) => {
                eprintln!(
                    "  Skipped: there is no `swift` here, and {why}. The Swift package was neither built nor tested."
                );
                return Ok(());
            }
        }
    };
    let natives = library.parent().unwrap_or(library);
    command.env("MOA_NATIVE_DIR", natives).env("MOA_PROGRAMS", cargo::target().join("debug"));
    let status = command.stdin(Stdio::null()).status().context("could not start Swift")?;
    if !status.success() {
        bail!("Swift ended with {status}; its own words stand above");
    }
    Ok(())
}

fn package() -> PathBuf {
    cargo::root().join("bindings/swift")
}

fn has_own_swift() -> bool {
    Command::new("swift").arg("--version").output().is_ok_and(|answer| answer.status.success())
}
