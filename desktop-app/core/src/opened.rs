//! What the vault's key opens: the database, and behind it the SDK.
//!
//! The database is open from the moment the vault is; the SDK needs the directory of banks, which may be out of reach, so
//! it is made when a bank is first to be asked something. Everything that only shows works without it.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use moa_kernel::{BankId, Clock, Entropy, SecretString};
use moa_sdk::directory::{Bank, DirectoryError, DirectorySource};
use moa_sdk::error::Error;
use moa_sdk::http::TrustedCertificate;
use moa_sdk::overview::{self, Overview};
use moa_sdk::store::Store;
use moa_sdk::vault::{Vault, database_key};
use moa_sdk::{Language, Moa};
use moa_store::SqliteStore;
use tokio::sync::OnceCell;

use crate::dto::{Code, CommandError, VaultKind};
use crate::places::Places;
use crate::show::face::{BankName, Faces};

/// What is open, once the vault is.
pub(crate) struct Opened {
    pub(crate) kind: VaultKind,
    pub(crate) store: Arc<dyn Store>,
    vault: Arc<dyn Vault>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    places: Places,
    language: Language,
    moa: OnceCell<Moa>,
    faces: Mutex<Faces>,
}

impl Opened {
    /// Opens the database with the key in the vault.
    pub(crate) async fn with(
        vault: Arc<dyn Vault>,
        kind: VaultKind,
        places: &Places,
        language: Language,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, CommandError> {
        let key = database_key(&*vault, &*entropy, SqliteStore::is_at(places.database())).await.map_err(Error::from)?;
        let store = open_store(places, key).await?;
        let opened = Self {
            kind,
            store: Arc::new(store),
            vault,
            clock,
            entropy,
            places: places.clone(),
            language,
            moa: OnceCell::new(),
            faces: Mutex::new(Faces::default()),
        };
        opened.recall_names().await?;
        Ok(opened)
    }

    /// The SDK. The first call reads the directory of banks; until that works, every call tries again.
    pub(crate) async fn moa(&self) -> Result<&Moa, CommandError> {
        self.moa.get_or_try_init(|| self.connect()).await
    }

    /// The SDK for ending a link. Where the directory cannot be read, no bank can be told, but what is on this device
    /// can still go: a directory without banks does for that.
    pub(crate) async fn moa_for_ending(&self) -> Result<Moa, CommandError> {
        match self.moa().await {
            Ok(moa) => Ok(moa.clone()),
            Err(_) => self.build(DirectorySource::Json(b"[]".to_vec())).await,
        }
    }

    async fn connect(&self) -> Result<Moa, CommandError> {
        let source =
            DirectorySource::from_setting(self.places.directory()).map_err(|error| about_directory(error.into()))?;
        let moa = self.build(source).await?;
        for bank in moa.directory().banks() {
            self.lock_faces().learn(bank.id().clone(), BankName::in_directory(bank));
        }
        Ok(moa)
    }

    async fn build(&self, source: DirectorySource) -> Result<Moa, CommandError> {
        let mut builder = Moa::builder();
        if let Some(pem) = self.places.extra_ca() {
            builder = builder.trust(read_ca(pem)?);
        }
        builder
            .directory(source)
            .vault(Arc::clone(&self.vault))
            .store(Arc::clone(&self.store))
            .clock(Arc::clone(&self.clock))
            .entropy(Arc::clone(&self.entropy))
            .language(self.language)
            .build()
            .await
            .map_err(about_directory)
    }

    /// Everything the person has, from what is stored.
    pub(crate) async fn overview(&self) -> Result<Overview, CommandError> {
        let links = self.store.list_links().await.map_err(Error::from)?;
        let accounts = self.store.list_accounts().await.map_err(Error::from)?;
        let balances = self.store.list_balances().await.map_err(Error::from)?;
        let syncs = self.store.list_syncs().await.map_err(Error::from)?;
        overview::gather(links, accounts, balances, &syncs).map_err(|error| CommandError::internal(&error))
    }

    /// What the banks are called.
    pub(crate) fn faces(&self) -> Faces {
        self.lock_faces().clone()
    }

    /// Keeps a bank's name with its data, for the days when the directory cannot be read.
    pub(crate) async fn remember_name(&self, bank: &Bank) -> Result<(), CommandError> {
        let name =
            serde_json::to_string(&BankName::in_directory(bank)).map_err(|error| CommandError::internal(&error))?;
        self.store.put_setting(&setting(bank.id()), &name).await.map_err(Error::from)?;
        Ok(())
    }

    async fn recall_names(&self) -> Result<(), CommandError> {
        for link in self.store.list_links().await.map_err(Error::from)? {
            let kept = self.store.find_setting(&setting(&link.bank)).await.map_err(Error::from)?;
            if let Some(name) = kept.and_then(|text| serde_json::from_str(&text).ok()) {
                self.lock_faces().learn(link.bank, name);
            }
        }
        Ok(())
    }

    fn lock_faces(&self) -> std::sync::MutexGuard<'_, Faces> {
        self.faces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A directory that was read and makes no sense is another matter than one that could not be reached.
fn about_directory(error: Error) -> CommandError {
    let cause = std::error::Error::source(&error).and_then(|cause| cause.downcast_ref::<DirectoryError>());
    let refused = cause.is_some_and(|cause| !matches!(cause, DirectoryError::Unavailable(_)));
    let seen = CommandError::from(error);
    if refused { CommandError { code: Code::DirectoryRefused, ..seen } } else { seen }
}

/// A certificate authority that was asked for and cannot be read is an error: the banks behind it could not be reached,
/// and it would look as if they were down.
fn read_ca(file: &Path) -> Result<TrustedCertificate, CommandError> {
    let pem = std::fs::read(file).map_err(|error| CommandError::internal(&error))?;
    TrustedCertificate::from_pem(&pem).map_err(|error| CommandError::internal(&error))
}

/// Opens the database on a thread that may wait for the disk.
async fn open_store(places: &Places, key: SecretString) -> Result<SqliteStore, CommandError> {
    let places = places.clone();
    let opening = tokio::task::spawn_blocking(move || {
        SqliteStore::open(places.database(), &key).map_err(|error| CommandError::from(Error::from(error)))
    });
    opening.await.map_err(|error| CommandError::internal(&error))?
}

fn setting(bank: &BankId) -> String {
    format!("bank-name/{bank}")
}

/// The data folder is of no use.
pub(crate) fn unusable(error: &std::io::Error) -> CommandError {
    tracing::error!(%error, "the data folder cannot be used");
    CommandError::of(Code::StoreUnavailable)
}
