//! A text that is kept beside the sources: what it says is promised to others, so a change of it has to be seen.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::cargo;

/// Compares with the kept text; with `MOA_REGENERATE=1` keeps the new one.
pub(super) fn same(kept: &str, seen: &str) -> Result<()> {
    if std::env::var_os("MOA_REGENERATE").is_some() {
        return fs::write(cargo::root().join(kept), seen).with_context(|| kept.to_owned());
    }
    same_in(kept, seen, str::to_owned)
}

/// Compares a part of the kept text with the same part of what is seen, which therefore is never kept.
pub(super) fn same_in(kept: &str, seen: &str, part: impl Fn(&str) -> String) -> Result<()> {
    let known = fs::read_to_string(cargo::root().join(kept)).unwrap_or_default();
    let (known, seen) = (part(&known), part(seen));
    if known == seen {
        return Ok(());
    }
    let (known, seen) = (known.as_str(), seen.as_str());
    for (sign, one, other) in [("-", known, seen), ("+", seen, known)] {
        let others: std::collections::HashSet<&str> = other.lines().collect();
        for line in one.lines().filter(|line| !others.contains(line)).take(40) {
            eprintln!("  {sign} {line}");
        }
    }
    bail!(
        "{kept} shows another surface than there is now. If that is wanted: MOA_REGENERATE=1 cargo xtask bindings --debug"
    )
}
