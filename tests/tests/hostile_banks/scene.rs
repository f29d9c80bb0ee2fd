//! The stage: an installation of the SDK on a disk of its own, and banks of either kind. When it is cleared away, no secret
//! that a bank heard or gave may be in the log.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use moa_kernel::{Clock, ExposeSecret as _, OsEntropy, SystemClock};
use moa_sdk::authorise::{Flow, Months, Redirect};
use moa_sdk::directory::DirectorySource;
use moa_sdk::http::Limits;
use moa_sdk::link::Link;
use moa_sdk::standards::DataKind;
use moa_sdk::sync::{LinkOutcome, LinkReport};
use moa_sdk::vault::{MemoryVault, database_key};
use moa_sdk::{Error, Moa};
use moa_store::SqliteStore;
use moa_tests::attacker::Watch;
use serde_json::Value;
use tempfile::TempDir;

use crate::fake_bank::FakeBank;

/// Limits a test can reach: a few hundred milliseconds, a few megabytes, two tries.
fn tight() -> Limits {
    Limits {
        // A request has the time to connect and the time to the first byte together.
        connect: Duration::from_millis(700),
        first_byte: Duration::from_millis(300),
        idle: Duration::from_millis(300),
        tries: 2,
        first_pause: Duration::from_millis(1),
        large_body: 2 * 1024 * 1024,
        ..Limits::default()
    }
}

/// What the fake bank's tokens begin with.
const GIVEN: [&str; 2] = ["planted-access", "planted-refresh"];

/// An installation of the SDK.
pub(crate) struct Scene<'a> {
    pub(crate) moa: Moa,
    pub(crate) watch: Watch,
    banks: Vec<&'a FakeBank>,
    _folder: TempDir,
}

impl<'a> Scene<'a> {
    /// An installation that knows these banks.
    pub(crate) async fn with(banks: &[&'a FakeBank]) -> Result<Self> {
        let entries = banks.iter().map(|bank| bank.entry()).collect();
        let mut scene = Self::knowing(entries, Arc::new(SystemClock)).await?;
        scene.banks = banks.to_vec();
        Ok(scene)
    }

    /// An installation that knows these entries of a participants file.
    pub(crate) async fn knowing(entries: Vec<Value>, clock: Arc<dyn Clock>) -> Result<Self> {
        let watch = Watch::begin();
        GIVEN.iter().for_each(|token| watch.note("token", token));
        let (folder, vault) = (tempfile::tempdir()?, Arc::new(MemoryVault::new()));
        let key = database_key(&*vault, &OsEntropy, false).await?;
        watch.note("database key", key.expose_secret());
        let store = SqliteStore::open(folder.path().join("moa.db"), &key)?;
        let builder = Moa::builder().directory(DirectorySource::Json(serde_json::to_vec(&entries)?)).vault(vault);
        let moa = builder.store(Arc::new(store)).clock(clock).limits(tight()).build().await?;
        Ok(Self { moa, watch, banks: Vec::new(), _folder: folder })
    }

    /// Notes every secret that a bank has heard so far.
    pub(crate) fn note_heard_by(&self, bank: &FakeBank) {
        let paths: BTreeSet<_> = bank.heard().iter().filter_map(|it| Some(it.split_once(' ')?.1.to_owned())).collect();
        for heard in paths.iter().flat_map(|path| bank.heard_on(path)) {
            heard.headers.iter().for_each(|(name, value)| self.watch.note_header(name, value));
            let fields = url::form_urlencoded::parse(&heard.body);
            fields.for_each(|(name, value)| self.watch.note_field(&name, &value));
        }
    }

    pub(crate) async fn prepare(&self, bank: &str) -> Result<Flow, Error> {
        let bank = self.moa.directory().bank(bank)?;
        self.moa.authorise(&bank).accounts().transactions(Months(3)).prepare().await
    }

    /// Links a fake bank whose customer approves.
    pub(crate) async fn link(&self, bank: &FakeBank) -> Result<Link, Error> {
        let flow = self.prepare(&bank.id).await?;
        flow.complete(Redirect::from_url(&bank.approve())?).await
    }

    /// Links a fake bank, lets it turn hostile, and reads it.
    pub(crate) async fn read_after(&self, bank: &FakeBank, turn: impl FnOnce(&FakeBank)) -> Result<LinkReport> {
        self.link(bank).await?;
        turn(bank);
        let data = [DataKind::Accounts, DataKind::Balances, DataKind::Transactions];
        let report = self.moa.sync().only_data(data).run().await?;
        report.links.into_iter().next().context("a report without the link")
    }
}

impl Drop for Scene<'_> {
    fn drop(&mut self) {
        self.banks.iter().for_each(|bank| self.note_heard_by(bank));
        self.watch.end();
    }
}

/// The error a reading ended with, wherever it struck.
pub(crate) fn error_of(report: &LinkReport) -> Option<&Error> {
    match &report.outcome {
        LinkOutcome::Failed(error) => Some(error),
        _ => report.failed.first().map(|(_, _, error)| error),
    }
}
