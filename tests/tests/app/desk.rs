//! A desktop whose browser is a scripted person, and which remembers everything the window was told.

use std::sync::{Arc, Mutex, OnceLock, Weak};

use anyhow::{Context as _, Result};
use moa_bank_core::life::History;
use moa_desktop_core::commands;
use moa_desktop_core::desktop::{Desktop, Vaults};
use moa_desktop_core::dto::{AttemptAsk, AttemptOutcome, BankAsk, BankSyncState, SyncProgress};
use moa_desktop_core::host::{Event, Host, NoBrowser};
use moa_desktop_core::places::Places;
use moa_kernel::{Clock, OsEntropy, SystemClock};
use moa_sdk::vault::MemoryVault;
use moa_tests::person::{Choice, Decision, Person};
use mock_banks::{RunningWorld, World, WorldOptions};
use tempfile::TempDir;
use url::Url;

/// What the person does when a page opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// They approve everything.
    Allows,
    /// They say no.
    Denies,
    /// They never look at it.
    Ignores,
}

/// A desktop without a window.
pub(crate) struct Desk {
    mood: Mutex<Mood>,
    told: Mutex<Vec<Event>>,
    /// Whose sync to stop at the first page, when somebody is to be impatient.
    impatient: OnceLock<Weak<Desktop<Self>>>,
}

impl Host for Desk {
    fn open_page(&self, page: &Url) -> Result<(), NoBrowser> {
        let decision = match *self.mood.lock().map_err(|_| NoBrowser)? {
            Mood::Allows => Decision::Allow(Choice::Everything),
            Mood::Denies => Decision::Deny,
            Mood::Ignores => return Ok(()),
        };
        let page = page.clone();
        tokio::spawn(async move { Person::mina().decide_and_return(&page, &decision).await });
        Ok(())
    }

    fn tell(&self, event: &Event) {
        if let (Event::SyncProgress(progress), Some(desktop)) = (event, self.impatient.get().and_then(Weak::upgrade))
            && progress.banks.iter().any(|bank| bank.state == BankSyncState::Reading)
        {
            commands::cancel_sync(&desktop);
        }
        if let Ok(mut told) = self.told.lock() {
            told.push(event.clone());
        }
    }

    fn locale(&self) -> Option<String> {
        None
    }
}

impl Desk {
    /// From now on the person is in this mood.
    pub(crate) fn set_mood(&self, mood: Mood) {
        if let Ok(mut now) = self.mood.lock() {
            *now = mood;
        }
    }

    /// What the window was told of syncs.
    pub(crate) fn sync_progress(&self) -> Vec<SyncProgress> {
        let told = self.told.lock().map(|told| told.clone()).unwrap_or_default();
        let progress = |event| if let Event::SyncProgress(progress) = event { Some(progress) } else { None };
        told.into_iter().filter_map(progress).collect()
    }
}

/// A world of banks, and an app that has been started.
pub(crate) struct Scene {
    pub(crate) desktop: Arc<Desktop<Desk>>,
    pub(crate) world: RunningWorld,
    _folder: TempDir,
}

impl Scene {
    /// Starts both. Every bank has some months of history.
    pub(crate) async fn set(banks: &[&str]) -> Result<Self> {
        let history = History { months: 3, transactions: Some(200) };
        let world = World::start(WorldOptions { history, ..WorldOptions::in_memory() }.only(banks)?).await?;
        Self::before(world, Arc::new(SystemClock)).await
    }

    /// Starts an app before a world that is there.
    pub(crate) async fn before(world: RunningWorld, clock: Arc<dyn Clock>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let desk = Desk { mood: Mutex::new(Mood::Allows), told: Mutex::default(), impatient: OnceLock::new() };
        let places = Places::new(folder.path(), world.directory_url());
        let vault = Vaults::Given(Arc::new(MemoryVault::new()));
        let desktop = Desktop::with(desk, places, "0.0.0-test", clock, Arc::new(OsEntropy), vault);
        commands::startup(&desktop).await;
        Ok(Self { desktop: Arc::new(desktop), world, _folder: folder })
    }

    /// Adds (or renews) a bank the way the window does, and says how it ended.
    pub(crate) async fn link(&self, bank: &str, renew: Option<String>) -> Result<AttemptOutcome> {
        let ask = BankAsk { bank: bank.to_owned(), renew };
        let attempt = commands::begin_link(&self.desktop, ask).await?;
        Ok(commands::await_link(&self.desktop, AttemptAsk { attempt_id: attempt.attempt_id }).await?)
    }

    /// Adds a bank that has to work. Gives the link.
    pub(crate) async fn linked(&self, bank: &str) -> Result<String> {
        self.link(bank, None).await?.link.context("the bank is linked")
    }

    /// From now on every sync is stopped at its first page.
    pub(crate) fn lose_patience(&self) -> Result<()> {
        self.desktop.host().impatient.set(Arc::downgrade(&self.desktop)).ok().context("patience is lost only once")
    }
}
