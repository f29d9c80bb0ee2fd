//! A bank proves who it is, or nothing is sent to it.

use std::sync::Arc;

use anyhow::{Context as _, Result, ensure};
use moa_sdk::directory::DirectorySource;
use moa_sdk::http::TrustedCertificate;
use moa_sdk::store::MemoryStore;
use moa_sdk::vault::MemoryVault;
use moa_sdk::{ErrorKind, Moa, MoaBuilder};
use mock_banks::{RunningWorld, TlsChoice, World, WorldOptions};

async fn world_over_tls() -> Result<RunningWorld> {
    let history = moa_bank_core::life::History { months: 1, transactions: None };
    let options = WorldOptions { tls: Some(TlsChoice::Ephemeral), history, ..WorldOptions::in_memory() };
    Ok(World::start(options.only(&["thames"])?).await?)
}

fn installation(source: DirectorySource) -> MoaBuilder {
    Moa::builder().directory(source).vault(Arc::new(MemoryVault::new())).store(Arc::new(MemoryStore::new()))
}

#[tokio::test]
async fn a_bank_of_a_trusted_authority_is_spoken_to_and_one_of_an_unknown_authority_is_not() -> Result<()> {
    let world = world_over_tls().await?;
    let address = DirectorySource::from_setting(&world.directory_url())?;
    let authority = TrustedCertificate::from_pem(world.ca_pem().context("a world without a certificate")?.as_bytes())?;
    let moa = installation(address.clone()).trust(authority).build().await?;
    let bank = moa.directory().bank("thames")?;
    ensure!(bank.issuer().as_str().starts_with("https://127.0.0.1:"));
    moa.authorise(&bank).accounts().prepare().await?;

    let stranger = installation(address).build().await.unwrap_err();
    ensure!(stranger.kind() == ErrorKind::DirectoryUnreadable, "{stranger}");
    // The same bank in a directory that can be read, but nobody vouches for the bank's certificate.
    let entry = crate::fake_bank::entry("thames", bank.issuer().as_str());
    let unsure = installation(DirectorySource::Json(format!("[{entry}]").into_bytes())).build().await?;
    let error = unsure.authorise(&unsure.directory().bank("thames")?).accounts().prepare().await.unwrap_err();
    ensure!(error.kind() == ErrorKind::Untrusted, "{error}");
    Ok(())
}
