//! The files git would commit.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::cargo;

/// Every file that git tracks or would track, relative to the root, that is there and ends with one of `endings`.
pub(super) fn with_endings(endings: &[&str]) -> Result<Vec<PathBuf>> {
    let answer = Command::new("git")
        .current_dir(cargo::root())
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .output()
        .context("tidy asks git which files there are")?;
    if !answer.status.success() {
        bail!("git could not list the files: {}", String::from_utf8_lossy(&answer.stderr));
    }
    let text = String::from_utf8(answer.stdout).context("a file name is not UTF-8")?;
    Ok(text
        .lines()
        .filter(|name| endings.iter().any(|ending| name.ends_with(ending)))
        .map(PathBuf::from)
        .filter(|name| cargo::root().join(name).is_file())
        .collect())
}
