//! A world to attack, in this process, at a moment that only the test moves.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use jiff::SignedDuration;
use moa_bank_core::life::History;
use moa_kernel::FrozenClock;
use moa_security::jws::Alg;
use mock_banks::{Around, RunningWorld, World, WorldOptions};

use super::App;
use super::log::Watch;
use crate::person::Person;

/// The passwords of Thames & Co's customers, as its file has them.
const PASSWORDS: [&str; 2] = ["moa-demo-2026", "quiet-harbour-58"];

/// A running world and its clock. It stops when it is dropped, and fails the test if a secret was logged meanwhile.
pub struct Ground {
    world: RunningWorld,
    clock: Arc<FrozenClock>,
    watch: Arc<Watch>,
}

impl Ground {
    /// One bank, Thames & Co, with a month of life in it.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn one_bank() -> Result<Self> {
        Self::of(&["thames"]).await
    }

    /// These banks.
    ///
    /// # Errors
    /// When they do not start.
    pub async fn of(banks: &[&str]) -> Result<Self> {
        Self::listened_to(banks, None).await
    }

    /// These banks, with something around each of them that hears everything that is said.
    ///
    /// # Errors
    /// When they do not start.
    pub async fn listened_to(banks: &[&str], around: Option<Around>) -> Result<Self> {
        let watch = Arc::new(Watch::begin());
        for password in PASSWORDS {
            watch.note("password", password);
        }
        let clock = Arc::new(FrozenClock::at("2026-07-14T07:42:00Z".parse()?));
        let history = History { months: 1, transactions: None };
        let options = WorldOptions { clock: Arc::clone(&clock) as _, history, around, ..WorldOptions::in_memory() };
        Ok(Self { world: World::start(options.only(banks)?).await?, clock, watch })
    }

    /// A world as these options say, with a clock of the ground's own, and nobody who reads the log: for traffic.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn unheard(options: WorldOptions) -> Result<Self> {
        let clock = Arc::new(FrozenClock::at("2026-07-14T07:42:00Z".parse()?));
        let options = WorldOptions { clock: Arc::clone(&clock) as _, ..options };
        Ok(Self { world: World::start(options).await?, clock, watch: Arc::new(Watch::deaf()) })
    }

    /// The ground's clock, for whoever is on it with keys of their own.
    #[must_use]
    pub fn clock(&self) -> &Arc<FrozenClock> {
        &self.clock
    }

    /// The running world, to look inside.
    #[must_use]
    pub fn world(&self) -> &RunningWorld {
        &self.world
    }

    /// How many bytes were logged on this ground, and how many secrets were looked for in them so far.
    #[must_use]
    pub fn logged(&self) -> (usize, usize) {
        self.watch.size()
    }

    /// Lets time pass, for the banks and for every app on this ground.
    pub fn wait(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// A newly registered client at the first bank.
    ///
    /// # Errors
    /// When the bank does not register it.
    pub async fn app(&self) -> Result<App> {
        self.app_signing(Alg::Es256).await
    }

    /// The same, all of whose keys are for this algorithm.
    ///
    /// # Errors
    /// When the bank does not register it.
    pub async fn app_signing(&self, alg: Alg) -> Result<App> {
        let bank = self.world.banks().first().context("a ground without a bank")?;
        App::register(bank.origin(), alg, &self.clock, &self.watch).await
    }

    /// A newly registered client at a bank.
    ///
    /// # Errors
    /// When there is no such bank, or it does not register it.
    pub async fn app_at(&self, bank: &str) -> Result<App> {
        let bank = self.world.bank(bank).context("no such bank")?;
        App::register(bank.origin(), Alg::Es256, &self.clock, &self.watch).await
    }

    /// The other customer of Thames & Co.
    #[must_use]
    pub fn jun() -> Person {
        Person::new("jun", "quiet-harbour-58")
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        self.watch.end();
    }
}
