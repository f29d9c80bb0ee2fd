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
    /// Whether this machine could not do it. Why stands where it was tried.
    pub(crate) skipped: bool,
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
    where_it_can(name, || work().map(|()| true))
}

/// Runs a step that not every machine can do. The work says whether this one could.
///
/// # Errors
/// Whatever the work says.
pub(crate) fn where_it_can(name: &str, work: impl FnOnce() -> Result<bool>) -> Result<Done> {
    eprintln!("\n▶ {name}");
    let started = Instant::now();
    let did = work().with_context(|| format!("step failed: {name}"))?;
    Ok(Done { name: name.to_owned(), took: started.elapsed(), skipped: !did })
}

/// Prints what each step took.
pub(crate) fn summarise(done: &[Done]) {
    eprintln!("\n{}", summary(done));
}

fn summary(done: &[Done]) -> String {
    let skipped = done.iter().filter(|step| step.skipped).count();
    let headline = match skipped {
        0 => "All steps passed:".to_owned(),
        _ => format!("{} steps passed, and {skipped} SKIPPED on this machine:", done.len().saturating_sub(skipped)),
    };
    let line = |step: &Done| {
        let skipped = if step.skipped { "  SKIPPED" } else { "" };
        format!("\n  {:>4} s  {}{skipped}", step.took.as_secs(), step.name)
    };
    headline + &done.iter().map(line).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_skipped_did_not_pass() {
        let done = || vec![step("one", || Ok(())).unwrap()];
        assert_eq!(summary(&done()), "All steps passed:\n     0 s  one");
        let mut mixed = done();
        mixed.push(where_it_can("two", || Ok(false)).unwrap());
        let said = "1 steps passed, and 1 SKIPPED on this machine:\n     0 s  one\n     0 s  two  SKIPPED";
        assert_eq!(summary(&mixed), said);
        assert!(where_it_can("three", || bail!("broken")).is_err());
    }
}
