//! `list_banks`: the banks that can be added.

use moa_sdk::directory::Bank;
use moa_sdk::error::Error;
use moa_sdk::http::Environment as SdkEnvironment;

use crate::desktop::Desktop;
use crate::dto::{BankChoice, BankList, CommandError, Environment};
use crate::host::Host;
use crate::show::money::count;

/// Every bank of the directory that can be used, and the names of those that had to be refused.
///
/// # Errors
/// [`Code::DirectoryUnreachable`](crate::dto::Code::DirectoryUnreachable) and
/// [`Code::DirectoryRefused`](crate::dto::Code::DirectoryRefused); both may pass, so asking again tries again.
pub async fn list_banks<H: Host>(desktop: &Desktop<H>) -> Result<BankList, CommandError> {
    let opened = desktop.opened().await?;
    let directory = opened.moa().await?.directory();
    let links = opened.store.list_links().await.map_err(Error::from)?;
    let faces = opened.faces();
    let choice = |bank: &Bank| BankChoice {
        bank: faces.of(bank.id()),
        address: address(bank),
        environment: match bank.environment() {
            SdkEnvironment::Sandbox => Environment::Sandbox,
            _ => Environment::Live,
        },
        links: count(links.iter().filter(|link| link.bank == *bank.id()).count()),
    };
    Ok(BankList {
        banks: directory.banks().map(choice).collect(),
        refused: directory.refused().iter().map(|entry| entry.name.clone().unwrap_or_else(|| "?".to_owned())).collect(),
        directory: desktop.places.directory().to_owned(),
    })
}

/// What the browser's address bar will begin with.
pub(super) fn address(bank: &Bank) -> String {
    bank.discovery().origin().ascii_serialization()
}
