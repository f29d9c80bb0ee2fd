//! A text that is kept beside the sources: what it says is promised to others, so a change of it has to be seen.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::cargo;

/// Compares with the kept text; with `MOA_REGENERATE=1` keeps the new one.
pub(super) fn same(kept: &str, seen: &str) -> Result<()> {
    let file = cargo::root().join(kept);
    if std::env::var_os("MOA_REGENERATE").is_some() {
        return fs::write(&file, seen).with_context(|| kept.to_owned());
    }
    let known = fs::read_to_string(&file).unwrap_or_default();
    if known == seen {
        return Ok(());
    }
    for (sign, one, other) in [("-", known.as_str(), seen), ("+", seen, known.as_str())] {
        let others: std::collections::HashSet<&str> = other.lines().collect();
        for line in one.lines().filter(|line| !others.contains(line)).take(40) {
            eprintln!("  {sign} {line}");
        }
    }
    bail!(
        "{kept} shows another surface than there is now. If that is wanted: MOA_REGENERATE=1 cargo xtask bindings --debug"
    )
}
