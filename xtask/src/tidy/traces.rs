//! What a commit must never carry: private keys, and traces of the machine it was written on.

use anyhow::Result;

use super::files;
use crate::cargo;

const TEXTS: &[&str] =
    &[".rs", ".ts", ".svelte", ".css", ".html", ".sql", ".toml", ".md", ".json", ".yml", ".lock", ".sh"];

/// Every file with a private key in it, or with a path of this very checkout.
pub(super) fn machine_traces() -> Result<Vec<String>> {
    // Put together here, so that this file does not find itself.
    let key = ["-----BEGIN", "PRIVATE KEY"];
    let here = cargo::root().display().to_string();
    let mut findings = Vec::new();
    for file in files::with_endings(TEXTS)? {
        let text = std::fs::read_to_string(cargo::root().join(&file))?;
        if text.lines().any(|line| key.iter().all(|part| line.contains(part)) && !line.contains("\"-----BEGIN\"")) {
            findings.push(format!("{} holds a private key", file.display()));
        }
        if text.contains(&here) {
            findings.push(format!("{} names a folder of this machine", file.display()));
        }
        if file.ends_with("package-lock.json") && text.contains("\"resolved\"") {
            findings.push(format!("{} names a registry's host", file.display()));
        }
    }
    Ok(findings)
}
