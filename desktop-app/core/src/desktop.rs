//! The app while it runs: what is open, what a person chose, what is under way.
//!
//! Nothing is opened when the app starts: `startup` opens the vault, the key in it opens the database, and only when a bank
//! is to be asked something is the directory read. So the app shows what it has even where no network is, and says
//! precisely what it lacks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use moa_kernel::{Clock, Entropy, OsEntropy, SystemClock, Timestamp};
use moa_sdk::vault::Vault;

use crate::attempts::Attempts;
use crate::dto::{Code, CommandError, DataChange, DataChanged, Notice, Preferences};
use crate::hold::Hold;
use crate::host::{Event, Host};
use crate::locale::{self, Locale};
use crate::opened::Opened;
use crate::places::Places;
use crate::preferences::PreferencesFile;
use crate::running::Running;

/// Where secrets are to be kept.
#[derive(Clone, Default)]
pub enum Vaults {
    /// Where this device can keep them: its keyring, else a sealed file.
    #[default]
    Device,
    /// In a sealed file, even where a keyring runs.
    SealedFile,
    /// In a vault that is there already. For tests, and for programs that want to forget.
    Given(Arc<dyn Vault>),
}

/// The app while it runs. Shared by every command.
pub struct Desktop<H> {
    pub(crate) host: Arc<H>,
    pub(crate) places: Places,
    pub(crate) version: &'static str,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) vaults: Vaults,
    pub(crate) opened: tokio::sync::Mutex<Option<Arc<Opened>>>,
    hold: Mutex<Option<Hold>>,
    pub(crate) attempts: Attempts,
    pub(crate) running: Running,
    preferences: Mutex<PreferencesFile>,
    notices: Mutex<Vec<Notice>>,
}

impl<H: Host> Desktop<H> {
    /// The app of a person: the machine's clock, its randomness, its keyring.
    #[must_use]
    pub fn new(host: H, places: Places, version: &'static str) -> Self {
        Self::with(host, places, version, Arc::new(SystemClock), Arc::new(OsEntropy), Vaults::Device)
    }

    /// The app with another clock, other luck or another vault.
    #[must_use]
    pub fn with(
        host: H,
        places: Places,
        version: &'static str,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        vaults: Vaults,
    ) -> Self {
        let (preferences, notice) = PreferencesFile::open(places.preferences());
        Self {
            host: Arc::new(host),
            places,
            version,
            clock,
            entropy,
            vaults,
            opened: tokio::sync::Mutex::new(None),
            hold: Mutex::new(None),
            attempts: Attempts::default(),
            running: Running::default(),
            preferences: Mutex::new(preferences),
            notices: Mutex::new(notice.into_iter().collect()),
        }
    }

    /// The desktop it runs on.
    #[must_use]
    pub fn host(&self) -> &H {
        &self.host
    }

    /// Makes the data folder, closes it to others, and holds it for as long as the app runs.
    ///
    /// # Errors
    /// When it cannot be made, or another Moa holds it.
    pub(crate) fn hold_data(&self) -> std::io::Result<()> {
        let mut hold = self.hold.lock().unwrap_or_else(PoisonError::into_inner);
        if hold.is_none() {
            self.places.prepare()?;
            *hold = Some(Hold::on(&self.places)?);
        }
        Ok(())
    }

    /// What is open.
    ///
    /// # Errors
    /// [`Code::Locked`] as long as `startup` or `unlock_vault` has not opened it.
    pub(crate) async fn opened(&self) -> Result<Arc<Opened>, CommandError> {
        self.opened.lock().await.clone().ok_or(CommandError::of(Code::Locked))
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The language of the window.
    pub(crate) fn locale(&self) -> Locale {
        locale::choose(self.preferences().current().locale, self.host.locale().as_deref())
    }

    /// What the person chose.
    pub(crate) fn preferences(&self) -> MutexGuard<'_, PreferencesFile> {
        self.preferences.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the person chooses now.
    pub(crate) fn choose(&self, chosen: Preferences) {
        if let Err(error) = self.preferences().choose(chosen) {
            tracing::warn!(%error, "the preferences could not be written; they hold for this run");
            self.notices.lock().unwrap_or_else(PoisonError::into_inner).push(Notice::PreferencesNotSaved);
        }
    }

    /// What is worth saying once: whoever takes it has to say it.
    pub(crate) fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut self.notices.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells the window that what it shows is no longer so.
    pub(crate) fn changed(&self, changed: &[DataChange], link: Option<String>) {
        self.host.tell(&Event::DataChanged(DataChanged { changed: changed.to_vec(), link }));
    }
}
