//! The app's main job without a display: links every bank of a directory through its real consent pages, with the demo
//! customer at the browser, fetches everything, and prints the overview as a table. Nothing is kept.

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Parser;
use moa_sdk::moa::Moa;
use moa_sdk::sync::LinkOutcome;
use moa_tests::person::{Choice, Decision, Person};
use moa_tests::{installation, terminal};

/// Link every bank of a directory with the demo customer, and print the overview.
#[derive(Debug, Parser)]
#[command(name = "moa-terminal")]
struct Options {
    /// Where the directory is: a URL or a file
    #[arg(long, env = "MOA_DIRECTORY", default_value = "http://127.0.0.1:7300/participants")]
    directory: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    match gather(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn gather(options: &Options) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let moa = installation::open_for_now(folder.path(), &options.directory).await?;
    link_every_bank(&moa).await?;
    sync(&moa).await?;
    let directory = moa.directory();
    let name = |bank: &moa_kernel::BankId| {
        directory.find_bank(bank.as_str()).map_or_else(|| bank.to_string(), |bank| bank.name().plain().to_owned())
    };
    println!("\n{}", terminal::show(&moa.overview().await?, name));
    Ok(())
}

async fn link_every_bank(moa: &Moa) -> Result<()> {
    let person = Person::mina();
    for bank in moa.directory().banks() {
        print!("Linking {}: signing in on its own pages … ", bank.name().plain());
        installation::link(moa, bank.id().as_str(), &person, &Decision::Allow(Choice::Everything)).await?;
        println!("approved");
    }
    Ok(())
}

async fn sync(moa: &Moa) -> Result<()> {
    println!("Fetching accounts, balances and transactions …");
    let report = moa.sync().run().await?;
    for link in &report.links {
        let tally = &link.tally;
        println!("  {:<12} {} pages, {} new rows, {} skipped", link.bank, link.pages, tally.added, link.skipped.len());
        if let LinkOutcome::Failed(error) = &link.outcome {
            bail!("{} could not be read: {error}", link.bank);
        }
    }
    Ok(())
}
