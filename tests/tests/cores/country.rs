//! The shipped banks, every one with a core of one's choice, and an app that has linked them all.

use std::sync::Arc;

use moa_bank_core::life::History;
use moa_kernel::FrozenClock;
use moa_sdk::Moa;
use moa_sdk::vault::MemoryVault;
use moa_tests::country::{BANKS, with_cores};
use moa_tests::installation;
use moa_tests::person::{Choice, Decision, Person};
use mock_banks::{RunningWorld, World, WorldOptions};
use tempfile::TempDir;

pub(crate) struct Country {
    pub(crate) world: RunningWorld,
    pub(crate) moa: Moa,
    pub(crate) clock: Arc<FrozenClock>,
    /// The files of the banks and of the app, as long as this lives.
    _folder: TempDir,
}

impl Country {
    /// All banks, with the core that `core` writes into the file of each.
    pub(crate) async fn start(core: impl Fn(&str) -> String, options: WorldOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(FrozenClock::at("2026-11-23T09:30:00Z".parse().unwrap()));
        let world = World::start(WorldOptions {
            banks: with_cores(folder.path(), core).unwrap(),
            clock: clock.clone(),
            history: History { months: 4, transactions: None },
            ..options
        });
        let world = world.await.unwrap();
        let vault = Arc::new(MemoryVault::new());
        let moa = installation::open(folder.path(), &world.directory_url(), vault, clock.clone()).await.unwrap();
        for (id, _) in BANKS {
            let decision = Decision::Allow(Choice::Everything);
            installation::link(&moa, id, &Person::mina(), &decision).await.unwrap();
        }
        Self { world, moa, clock, _folder: folder }
    }
}
