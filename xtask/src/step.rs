//! One step of a longer job: its name is printed before it starts, its time after it ended, and its failure stops the job.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::time::Instant;

/// What a step took, for the summary at the end.
#[derive(Debug)]
pub(crate) struct Done {
    /// What was done.
    pub(crate) name: String,
    /// How long it took.
    pub(crate) took: Duration,
}

/// Runs a program to its end.
///
/// # Errors
/// When it cannot be started, or ends with anything but success.
pub(crate) fn program(name: &str, mut command: Command) -> Result<Done> {
    step(name, || {
        let status = command.status().with_context(|| format!("could not start {command:?}"))?;
        if !status.success() {
            bail!("{command:?} ended with {status}");
        }
        Ok(())
    })
}

/// Runs a piece of our own code as a step.
///
/// # Errors
/// Whatever the work says.
pub(crate) fn step(name: &str, work: impl FnOnce() -> Result<()>) -> Result<Done> {
    eprintln!("\n▶ {name}");
    let started = Instant::now();
    work().with_context(|| format!("step failed: {name}"))?;
    Ok(Done { name: name.to_owned(), took: started.elapsed() })
}

/// Prints what each step took.
pub(crate) fn summarise(done: &[Done]) {
    eprintln!("\nAll steps passed:");
    for step in done {
        eprintln!("  {:>4} s  {}", step.took.as_secs(), step.name);
    }
}
