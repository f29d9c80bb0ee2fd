//! One installation of the SDK, as an app on somebody's machine would have it: an encrypted store in a folder, a vault, and
//! a directory to find banks in.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use moa_kernel::{Clock, OsEntropy, SystemClock};
use moa_sdk::authorise::Months;
use moa_sdk::directory::DirectorySource;
use moa_sdk::link::Link;
use moa_sdk::moa::Moa;
use moa_sdk::vault::{MemoryVault, database_key};
use moa_store::SqliteStore;

use crate::person::{Decision, Person};

/// Opens an installation whose secrets live as long as `vault`, and whose data lives in `folder`.
///
/// # Errors
/// When the directory cannot be loaded or the store cannot be opened.
pub async fn open(folder: &Path, directory: &str, vault: Arc<MemoryVault>, clock: Arc<dyn Clock>) -> Result<Moa> {
    let file = folder.join("moa.db");
    let key = database_key(&*vault, &OsEntropy, SqliteStore::is_at(&file)).await?;
    let store = SqliteStore::open(file, &key)?;
    let builder = Moa::builder().directory(DirectorySource::from_setting(directory)?).vault(vault);
    Ok(builder.store(Arc::new(store)).clock(clock).build().await?)
}

/// Opens an installation that forgets its secrets when it is dropped.
///
/// # Errors
/// As [`open`].
pub async fn open_for_now(folder: &Path, directory: &str) -> Result<Moa> {
    open(folder, directory, Arc::new(MemoryVault::default()), Arc::new(SystemClock)).await
}

/// Lets a person link a bank through its real pages, with everything the app asks for.
///
/// # Errors
/// When the bank or the person refuses.
pub async fn link(moa: &Moa, bank: &str, person: &Person, decision: &Decision) -> Result<Link> {
    let bank = moa.directory().bank(bank)?;
    let mut flow = moa.authorise(&bank).everything(Months(24)).prepare().await?;
    let page = flow.url().clone();
    let (redirect, visited) = tokio::join!(flow.listen(), person.decide_and_return(&page, decision));
    visited.context("the person could not finish at the bank")?;
    Ok(flow.complete(redirect?).await?)
}
