//! Links a bank and lists what is there: `link_and_list [directory] [bank]`.
//!
//! Start the mock banks first (`cargo run -p mock-banks -- serve`), then run this, open the address it prints, log in as
//! `mina` and approve.

use std::sync::Arc;

use moa_sdk::authorise::Months;
use moa_sdk::directory::DirectorySource;
use moa_sdk::store::MemoryStore;
use moa_sdk::vault::MemoryVault;
use moa_sdk::{Error, Moa};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let mut words = std::env::args().skip(1);
    let directory = words.next().unwrap_or_else(|| "http://127.0.0.1:7300/participants".to_owned());
    let wanted = words.next().unwrap_or_else(|| "thames".to_owned());

    // A real app opens a lasting vault (`moa_sdk::vault::open`) and a lasting store (`moa_store::SqliteStore`).
    let moa = Moa::builder()
        .directory(DirectorySource::from_setting(&directory)?)
        .vault(Arc::new(MemoryVault::new()))
        .store(Arc::new(MemoryStore::new()))
        .app_name("Moa example")
        .build()
        .await?;

    let bank = moa.directory().bank(&wanted)?;
    let mut flow = moa.authorise(&bank).accounts().transactions(Months(24)).prepare().await?;
    println!("Open this in your browser and approve:\n\n  {}\n", flow.url());

    let redirect = flow.listen().await?;
    let link = flow.complete(redirect).await?;
    println!("Linked {}. Reading …\n", bank.name().plain());

    let report = moa.sync().run().await?;
    let overview = moa.overview().await?;
    for account in overview.banks.iter().flat_map(|bank| &bank.accounts) {
        let name = account.account.value.name().unwrap_or("account");
        for headline in &account.headlines {
            println!("  {name:<24} {:>20}", headline.amount.to_string());
        }
    }
    for total in &overview.totals {
        println!("  {:<24} {:>20}", "total", total.total.to_string());
    }
    println!("\nEverything was read: {}", report.is_complete());

    // An example leaves nothing behind.
    moa.unlink(&link).await?;
    Ok(())
}
