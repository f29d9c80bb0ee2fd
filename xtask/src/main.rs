//! `cargo xtask …`: everything a person does with this repository, as commands.
//!
//! [`run`] starts the mock banks and opens the app against them, [`test`] proves everything, [`tidy`] checks what a
//! compiler cannot, and [`setup`] brings whatever of the machine's own software the others need. Each says what it is
//! about to do before it does it, and stops with a sentence that says what to do next.

mod bench;
mod bindings;
mod cargo;
mod run;
mod screenshot;
mod setup;
mod step;
mod test;
mod tidy;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Set up, run, test, measure and tidy Moa.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", version, about, long_about = None, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the mock banks and open the app (without a display: link the banks and print the overview in the terminal)
    Run(run::Options),
    /// Install what is missing and run every check and every test
    Test(test::Options),
    /// Install what is missing on this machine and in this folder, and nothing else
    Setup(setup::Options),
    /// Check which crate leans on which, links in the docs, and that no key or trace of this machine is committed
    Tidy,
    /// Measure what things cost beside each other, in a release build
    Bench(bench::Options),
    /// Build the Kotlin and the Swift package
    Bindings(bindings::Options),
    /// Make the picture of the app that the README shows
    Screenshot,
}

#[tokio::main]
async fn main() -> ExitCode {
    match obey(Arguments::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // What went wrong and why, for a person; a backtrace through our own runner would tell them nothing.
            eprintln!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn obey(command: Command) -> Result<()> {
    match command {
        Command::Run(options) => run::run(options).await,
        Command::Test(options) => test::test(&options),
        Command::Setup(options) => setup::setup(options.goal()),
        Command::Tidy => tidy::tidy(),
        Command::Bench(options) => bench::bench(&options),
        Command::Bindings(options) => bindings::bindings(&options),
        Command::Screenshot => screenshot::screenshot(),
    }
}
