//! Benchmarks: what one thing costs beside another, measured in the same run on the same machine.
//!
//! A time in milliseconds says more about the machine than about Moa; a ratio travels. Every table therefore names its
//! baseline, and every other line says how many times that it took.

mod gateway;
mod registry;
mod store;
mod sync;
mod table;

use anyhow::Result;
use clap::ValueEnum;

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Subject {
    /// The gateway with all its checks: beside the handler alone, and beside a file of the same bytes
    Gateway,
    /// A bank at 200 requests a second for 30 s while its APIs and its core change
    Registry,
    /// The encrypted store with 100,000 transactions: writing them once and again, windows, searches, month sums
    Store,
    /// Fetching three banks: all at once beside one after another
    Sync,
}

/// Measures, and prints a table.
///
/// # Errors
/// When the thing that is measured fails.
pub async fn measure(subject: Subject) -> Result<()> {
    match subject {
        Subject::Gateway => gateway::measure().await,
        Subject::Registry => registry::measure().await,
        Subject::Store => store::measure().await,
        Subject::Sync => sync::measure().await,
    }
}
