//! `cargo xtask bench`: what things cost beside each other. Tests never measure time; this does.

use anyhow::Result;
use clap::Args;

use crate::{cargo, step};

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Subjects (`gateway`, `registry`, `store`, `sync`); everything if nothing is named
    subjects: Vec<String>,
}

/// Builds with optimisation and measures.
///
/// # Errors
/// When the build or the thing that is measured fails.
pub(crate) fn bench(options: &Options) -> Result<()> {
    let mut arguments = vec!["run", "--release", "--package", "moa-tests", "--bin", "moa-bench", "--"];
    arguments.extend(options.subjects.iter().map(String::as_str));
    step::program("Measuring", cargo::cargo(&arguments))?;
    Ok(())
}
