//! An installation of the SDK for a test: everything in memory, nothing waited for.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use moa_kernel::{FrozenClock, Timestamp};
use moa_sdk::authorise::{Flow, Months, Redirect};
use moa_sdk::directory::{Bank, DirectorySource};
use moa_sdk::http::{Limits, Sleeper};
use moa_sdk::link::Link;
use moa_sdk::store::MemoryStore;
use moa_sdk::vault::MemoryVault;
use moa_sdk::{Error, Moa, MoaBuilder};

use crate::fake_bank::FakeBank;

/// Never waits, and remembers what it was asked to wait. Long waits (a time limit) never end instead, so that they cannot
/// win against what they limit.
#[derive(Default)]
pub(crate) struct NoWaiting(pub Mutex<Vec<Duration>>);

#[async_trait]
impl Sleeper for NoWaiting {
    async fn sleep(&self, time: Duration) {
        if time >= Duration::from_secs(20) {
            return std::future::pending().await;
        }
        self.0.lock().unwrap().push(time);
    }
}

pub(crate) struct Installation {
    pub(crate) moa: Moa,
    pub(crate) vault: Arc<MemoryVault>,
    pub(crate) clock: Arc<FrozenClock>,
    pub(crate) waits: Arc<NoWaiting>,
}

/// Limits that a test can reach, and a busy machine does not.
pub(crate) fn tight() -> Limits {
    Limits {
        connect: Duration::from_secs(3),
        first_byte: Duration::from_secs(1),
        idle: Duration::from_secs(1),
        total: Duration::from_secs(5),
        small_body: 64 * 1024,
        large_body: 256 * 1024,
        ..Limits::default()
    }
}

impl Installation {
    pub(crate) async fn with(banks: &[&FakeBank]) -> Self {
        Self::built(banks, |builder| builder).await
    }

    pub(crate) async fn built(banks: &[&FakeBank], change: impl FnOnce(MoaBuilder) -> MoaBuilder) -> Self {
        let participants: Vec<_> = banks.iter().map(|bank| bank.entry()).collect();
        let vault = Arc::new(MemoryVault::new());
        #[allow(clippy::disallowed_methods, reason = "the fake banks sign with the machine's clock")]
        let clock = Arc::new(FrozenClock::at(Timestamp::now()));
        let waits = Arc::new(NoWaiting::default());
        let builder = Moa::builder()
            .directory(DirectorySource::Json(serde_json::to_vec(&participants).unwrap()))
            .vault(vault.clone())
            .store(Arc::new(MemoryStore::new()))
            .clock(clock.clone())
            .sleeper(waits.clone())
            .limits(tight());
        Self { moa: change(builder).build().await.unwrap(), vault, clock, waits }
    }

    pub(crate) fn bank(&self, bank: &FakeBank) -> Bank {
        self.moa.directory().bank(&bank.id).unwrap()
    }

    pub(crate) async fn prepare(&self, bank: &FakeBank) -> Result<Flow, Error> {
        self.moa.authorise(&self.bank(bank)).accounts().transactions(Months(24)).prepare().await
    }

    /// Links a bank with everybody behaving.
    pub(crate) async fn link(&self, bank: &FakeBank) -> Link {
        self.try_link(bank).await.unwrap()
    }

    /// Links a bank whose customer approves.
    pub(crate) async fn try_link(&self, bank: &FakeBank) -> Result<Link, Error> {
        let flow = self.prepare(bank).await?;
        flow.complete(Redirect::from_url(&bank.approve()).unwrap()).await
    }

    /// Asks a link's bank for its accounts.
    pub(crate) async fn ask_accounts(&self, link: &Link) -> Result<moa_sdk::standards::HttpReply, Error> {
        self.moa.asking().send(link, moa_sdk::standards::HttpAsk::get("/accounts")).await
    }
}
