//! Every request the SDK sends, on the way from nothing to an overview and back.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use moa_bank_core::life::History;
use moa_tests::installation;
use moa_tests::person::{Choice, Decision, Person};
use mock_banks::{World, WorldOptions};

use crate::openapi::Document;
use crate::tape::Tape;
use crate::verdict::faults;

#[tokio::test]
async fn every_request_of_the_sdk_is_what_the_standard_says() -> Result<()> {
    let Some(document) = Document::uk_account_information() else { return Ok(()) };
    let tape = Tape::default();
    let history = History { months: 2, transactions: None };
    let world =
        World::start(WorldOptions { history, around: Some(tape.around()), ..WorldOptions::in_memory() }).await?;
    let folder = tempfile::tempdir()?;
    let moa = installation::open_for_now(folder.path(), &world.directory_url()).await?;
    let mut links = Vec::new();
    for bank in ["thames", "clydebank", "rheinbank"] {
        links.push(installation::link(&moa, bank, &Person::mina(), &Decision::Allow(Choice::Everything)).await?);
    }
    moa.sync().run().await?;
    moa.sync().run().await?;
    for link in links {
        moa.unlink(&link).await?;
    }
    let exchanges = tape.exchanges();
    let wrong: BTreeSet<String> = exchanges.iter().flat_map(|exchange| faults(&document, exchange)).collect();
    ensure!(wrong.is_empty(), "{} of {} exchanges: {wrong:#?}", wrong.len(), exchanges.len());

    let asked: BTreeSet<(String, String)> = exchanges
        .iter()
        .filter_map(|one| Some((one.method.clone(), document.find(&one.method, &one.path)?.path.to_owned())))
        .collect();
    let unknown: Vec<_> = exchanges.iter().filter(|one| document.find(&one.method, &one.path).is_none()).collect();
    ensure!(unknown.is_empty(), "the SDK asks for what the standard does not have: {unknown:#?}");
    for (method, path) in [
        ("POST", "/account-access-consents"),
        ("DELETE", "/account-access-consents/{ConsentId}"),
        ("GET", "/accounts"),
        ("GET", "/accounts/{AccountId}/balances"),
        ("GET", "/accounts/{AccountId}/transactions"),
    ] {
        ensure!(
            asked.contains(&(method.to_owned(), path.to_owned())),
            "the SDK never asked {method} {path}: {asked:?}"
        );
    }
    Ok(())
}
