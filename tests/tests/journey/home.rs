//! A person's home: a world of three banks around them, and an app on their machine. When it goes, no secret that passed
//! between them may be in the log.

use std::sync::Arc;

use jiff::SignedDuration;
use moa_bank_core::life::History;
use moa_kernel::{ExposeSecret as _, FrozenClock};
use moa_sdk::Moa;
use moa_sdk::link::Link;
use moa_sdk::sync::SyncReport;
use moa_sdk::vault::{DATABASE_KEY, MemoryVault, Vault as _};
use moa_tests::installation;
use moa_tests::person::{Choice, Decision, Person};
use mock_banks::{RunningBank, RunningWorld, StatePlace, World, WorldOptions};
use tempfile::TempDir;

use crate::vigil::Vigil;

/// The banks of the world, in the order in which the person links them.
pub(crate) const BANKS: [&str; 3] = ["thames", "clydebank", "rheinbank"];

pub(crate) struct Home {
    pub(crate) world: RunningWorld,
    pub(crate) moa: Moa,
    pub(crate) vault: Arc<MemoryVault>,
    pub(crate) clock: Arc<FrozenClock>,
    pub(crate) folder: TempDir,
    pub(crate) vigil: Vigil,
}

impl Home {
    /// A world with half a year of history, and an app that knows its directory and nothing else.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FrozenClock::at("2026-11-23T09:30:00Z".parse().unwrap()));
        let vigil = Vigil::begin();
        let world = World::start(Self::options(&folder, &clock, &vigil)).await.unwrap();
        let vault = Arc::new(MemoryVault::new());
        let moa = Self::open(&folder, &world, &vault, &clock).await;
        let key = vault.find(DATABASE_KEY).await.unwrap().unwrap();
        vigil.watch().note("database key", key.expose_secret());
        Self { world, moa, vault, clock, folder, vigil }
    }

    /// A home where every bank is linked and read.
    pub(crate) async fn gathered() -> (Self, Vec<Link>) {
        let home = Self::new().await;
        let mut links = Vec::new();
        for bank in BANKS {
            links.push(home.link(bank).await);
            // So that the links have an order in time.
            home.clock.advance(SignedDuration::from_secs(60));
        }
        let report = home.sync().await;
        assert!(report.is_complete(), "{report:#?}");
        (home, links)
    }

    fn options(folder: &TempDir, clock: &Arc<FrozenClock>, vigil: &Vigil) -> WorldOptions {
        WorldOptions {
            state: StatePlace::File(folder.path().join("world.db")),
            clock: clock.clone(),
            history: History { months: 6, transactions: None },
            around: Some(vigil.around()),
            ..WorldOptions::in_memory()
        }
    }

    async fn open(folder: &TempDir, world: &RunningWorld, vault: &Arc<MemoryVault>, clock: &Arc<FrozenClock>) -> Moa {
        installation::open(folder.path(), &world.directory_url(), vault.clone(), clock.clone()).await.unwrap()
    }

    /// Links a bank through its real pages, every account allowed.
    pub(crate) async fn link(&self, bank: &str) -> Link {
        let decision = Decision::Allow(Choice::Everything);
        installation::link(&self.moa, bank, &Person::mina(), &decision).await.unwrap()
    }

    pub(crate) async fn sync(&self) -> SyncReport {
        self.moa.sync().run().await.unwrap()
    }

    pub(crate) fn bank(&self, id: &str) -> &RunningBank {
        self.world.bank(id).unwrap()
    }

    /// Closes the app and opens it again, with what is on disk and in the vault.
    pub(crate) async fn restart_app(self) -> Self {
        let Self { world, moa, vault, clock, folder, vigil } = self;
        drop(moa);
        let moa = Self::open(&folder, &world, &vault, &clock).await;
        Self { world, moa, vault, clock, folder, vigil }
    }

    /// Stops every bank and starts them again in the same place.
    pub(crate) async fn restart_banks(self) -> Self {
        let Self { world, moa, vault, clock, folder, vigil } = self;
        let ports = world.ports();
        world.stop().await;
        let world = World::start(WorldOptions { ports, ..Self::options(&folder, &clock, &vigil) }).await.unwrap();
        Self { world, moa, vault, clock, folder, vigil }
    }
}
