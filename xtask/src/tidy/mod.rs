//! What the compiler does not check: which room leans on which, links in the docs, and what must never be committed.

mod arrows;
mod files;
mod links;
mod threats;
mod traces;

use anyhow::{Result, bail};

/// Runs every check and prints all findings at once.
///
/// # Errors
/// When there is at least one finding.
pub(crate) fn tidy() -> Result<()> {
    let mut findings = arrows::wrong_arrows()?;
    findings.extend(links::broken_links()?);
    findings.extend(threats::unproved()?);
    findings.extend(traces::machine_traces()?);
    for finding in &findings {
        eprintln!("  ✗ {finding}");
    }
    if !findings.is_empty() {
        bail!("{} untidy places", findings.len());
    }
    eprintln!("  every arrow points the right way, every link leads somewhere, nothing secret lies about");
    Ok(())
}
