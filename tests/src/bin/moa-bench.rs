//! `cargo xtask bench` in a release build: measures one or more subjects and prints what each costs beside its baseline.

use anyhow::Result;
use clap::{Parser, ValueEnum as _};
use mimalloc::MiMalloc;
use moa_tests::bench::{Subject, measure};

/// The one that `mock-banks` serves with, or something else would be measured.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Measure what things cost beside each other.
#[derive(Debug, Parser)]
#[command(name = "moa-bench")]
struct Options {
    /// What to measure; everything if nothing is named
    #[arg(value_enum)]
    subjects: Vec<Subject>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let options = Options::parse();
    let subjects = if options.subjects.is_empty() { Subject::value_variants() } else { &options.subjects };
    for subject in subjects {
        measure(*subject).await?;
    }
    Ok(())
}
