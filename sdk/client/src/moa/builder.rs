//! Puts an installation together. What is not said is the safe and ordinary choice.

use std::sync::Arc;

use moa_kernel::{Clock, Entropy, OsEntropy, SystemClock};

use super::Moa;
use super::connections::{Inner, Parts};
use crate::authorise::Shared;
use crate::directory::DirectorySource;
use crate::error::{Error, ErrorKind};
use crate::http::{Limits, Sleeper, TokioSleeper, Tools, TrustedCertificate};
use crate::language::Language;
use crate::registration::{ClaimedRedirect, CredentialSource};
use crate::store::Store;
use crate::vault::Vault;

/// Puts a [`Moa`] together: a directory, a vault and a store are needed, the rest has a default.
pub struct MoaBuilder {
    directory: Option<DirectorySource>,
    vault: Option<Arc<dyn Vault>>,
    store: Option<Arc<dyn Store>>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    sleeper: Arc<dyn Sleeper>,
    credentials: CredentialSource,
    trusted: Option<TrustedCertificate>,
    limits: Limits,
    language: Language,
    app_name: String,
    claimed: Option<ClaimedRedirect>,
    without_directory: bool,
}

impl Default for MoaBuilder {
    fn default() -> Self {
        Self {
            directory: None,
            vault: None,
            store: None,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(OsEntropy),
            sleeper: Arc::new(TokioSleeper),
            credentials: CredentialSource::default(),
            trusted: None,
            limits: Limits::default(),
            language: Language::default(),
            app_name: "Moa".to_owned(),
            claimed: None,
            without_directory: false,
        }
    }
}

impl std::fmt::Debug for MoaBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MoaBuilder")
            .field("directory", &self.directory)
            .field("app_name", &self.app_name)
            .finish_non_exhaustive()
    }
}

impl MoaBuilder {
    /// Where the list of banks comes from. Needed.
    #[must_use]
    pub fn directory(mut self, source: DirectorySource) -> Self {
        self.directory = Some(source);
        self
    }

    /// Where secrets are kept. Needed; see [`crate::vault::open`].
    #[must_use]
    pub fn vault(mut self, vault: Arc<dyn Vault>) -> Self {
        self.vault = Some(vault);
        self
    }

    /// Where data is kept. Needed.
    #[must_use]
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// Where the time comes from. The machine's clock if not said.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Where luck comes from. The operating system if not said.
    #[must_use]
    pub fn entropy(mut self, entropy: Arc<dyn Entropy>) -> Self {
        self.entropy = entropy;
        self
    }

    /// Who waits. The runtime's timer if not said.
    #[must_use]
    pub fn sleeper(mut self, sleeper: Arc<dyn Sleeper>) -> Self {
        self.sleeper = sleeper;
        self
    }

    /// Where this app's credentials at the banks come from. It registers by itself if not said.
    #[must_use]
    pub fn credentials(mut self, source: CredentialSource) -> Self {
        self.credentials = source;
        self
    }

    /// A certificate authority to trust besides the system's.
    #[must_use]
    pub fn trust(mut self, certificate: TrustedCertificate) -> Self {
        self.trusted = Some(certificate);
        self
    }

    /// The limits of all traffic.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The language of what the customer sees in the browser.
    #[must_use]
    pub const fn language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// The app's name, as banks show it to customers.
    #[must_use]
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = name.into();
        self
    }

    /// Customers come back to an address that the system gives to this app, and no port of this device is listened on: hand
    /// what the system brings to [`Flow::complete`](crate::authorise::Flow::complete).
    ///
    /// Banks know an app by the address it registered with. Where it changes, the app registers anew, and links made before
    /// have to be renewed.
    #[must_use]
    pub fn claimed_redirect(mut self, address: ClaimedRedirect) -> Self {
        self.claimed = Some(address);
        self
    }

    /// Starts although the directory cannot be loaded: what is stored can be looked at without a network. No bank is known
    /// until [`Moa::reload_directory`] has worked.
    #[must_use]
    pub const fn start_without_directory(mut self) -> Self {
        self.without_directory = true;
        self
    }

    /// Loads the directory and gives the installation.
    ///
    /// # Errors
    /// [`ErrorKind::Misconfigured`] when something needed is missing, [`ErrorKind::DirectoryUnreadable`] when the directory
    /// cannot be loaded and [`MoaBuilder::start_without_directory`] was not said.
    pub async fn build(self) -> Result<Moa, Error> {
        let missing = || Error::new(ErrorKind::Misconfigured);
        let tools = Tools { clock: self.clock, entropy: self.entropy, sleeper: self.sleeper };
        let shared = Shared {
            tools,
            vault: self.vault.ok_or_else(missing)?,
            credentials: self.credentials,
            app_name: self.app_name,
            claimed: self.claimed,
        };
        let parts = Parts {
            source: self.directory.ok_or_else(missing)?,
            store: self.store.ok_or_else(missing)?,
            shared,
            limits: self.limits,
            trusted: self.trusted,
            language: self.language,
            without_directory: self.without_directory,
        };
        Ok(Moa { inner: Arc::new(Inner::open(parts).await?) })
    }
}
