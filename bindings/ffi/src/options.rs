//! What an installation is opened with, and how it is put together.

use std::path::PathBuf;
use std::sync::Arc;

use moa_kernel::{OsEntropy, SecretString};
use moa_sdk::directory::DirectorySource;
use moa_sdk::http::TrustedCertificate;
use moa_sdk::registration::ClaimedRedirect;
use moa_sdk::store::{MemoryStore, Store};
use moa_sdk::vault::{MemoryVault, Vault, VaultPlace, database_key};
use moa_sdk::{Error, ErrorKind, Language, Moa};
use moa_store::SqliteStore;

use crate::FfiSecretVault;
use crate::vault::HostVault;

/// Where the list of banks comes from.
#[derive(uniffi::Enum)]
pub enum FfiDirectory {
    /// An address or a file.
    At {
        /// An `https` address, a loopback `http` address, or a path.
        place: String,
    },
    /// The participants file itself, for an app that ships one.
    Json {
        /// Its text.
        text: String,
    },
}

/// Where secrets are kept.
#[derive(uniffi::Enum)]
pub enum FfiVault {
    /// In memory: they are gone when the process ends.
    Memory,
    /// In the keyring of a desktop system, or in a sealed file where there is none.
    Device {
        /// The app's name in the keyring.
        service: String,
        /// The sealed file.
        file: String,
        /// What opens the sealed file.
        passphrase: Option<String>,
    },
    /// Where the host keeps them.
    Host {
        /// The host's own vault.
        vault: Arc<dyn FfiSecretVault>,
    },
}

/// Where data is kept.
#[derive(uniffi::Enum)]
pub enum FfiStore {
    /// In memory: it is gone when Moa is closed.
    Memory,
    /// In an encrypted file, whose key is in the vault.
    Encrypted {
        /// The file.
        file: String,
    },
}

/// What an installation is opened with.
#[derive(uniffi::Record)]
pub struct FfiOptions {
    /// Where the list of banks comes from.
    pub directory: FfiDirectory,
    /// Where secrets are kept.
    pub vault: FfiVault,
    /// Where data is kept.
    pub store: FfiStore,
    /// The app's name, as banks show it to customers.
    pub app_name: String,
    /// The language of what customers see in the browser, as a locale.
    pub locale: String,
    /// A certificate authority to trust besides the system's, in PEM form.
    pub trusted_authority: Option<String>,
    /// The `https` address that the system gives to this app alone and customers come back to; without one, they come back
    /// to a port of this device.
    pub redirect: Option<String>,
    /// Whether to start although the list of banks cannot be loaded.
    pub start_offline: bool,
}

/// Puts an installation together.
pub(crate) async fn open(options: FfiOptions) -> Result<Moa, Error> {
    let vault = open_vault(options.vault).await?;
    let store = open_store(options.store, &*vault).await?;
    let mut builder = Moa::builder()
        .directory(source(options.directory)?)
        .vault(vault)
        .store(store)
        .language(Language::of_locale(&options.locale))
        .app_name(options.app_name);
    if let Some(pem) = options.trusted_authority {
        let certificate = TrustedCertificate::from_pem(pem.as_bytes());
        builder = builder.trust(certificate.map_err(|error| Error::new(ErrorKind::Misconfigured).caused_by(error))?);
    }
    if let Some(address) = options.redirect {
        let claimed = ClaimedRedirect::new(&address);
        builder =
            builder.claimed_redirect(claimed.map_err(|error| Error::new(ErrorKind::Misconfigured).caused_by(error))?);
    }
    if options.start_offline {
        builder = builder.start_without_directory();
    }
    builder.build().await
}

fn source(directory: FfiDirectory) -> Result<DirectorySource, Error> {
    match directory {
        FfiDirectory::At { place } => Ok(DirectorySource::from_setting(&place)?),
        FfiDirectory::Json { text } => Ok(DirectorySource::Json(text.into_bytes())),
    }
}

async fn open_vault(vault: FfiVault) -> Result<Arc<dyn Vault>, Error> {
    Ok(match vault {
        FfiVault::Memory => Arc::new(MemoryVault::new()),
        FfiVault::Host { vault } => Arc::new(HostVault(vault)),
        FfiVault::Device { service, file, passphrase } => {
            let place = VaultPlace { service, file: PathBuf::from(file) };
            let passphrase = passphrase.map(SecretString::from);
            moa_sdk::vault::open(&place, passphrase.as_ref(), Arc::new(OsEntropy)).await?.vault()
        }
    })
}

async fn open_store(store: FfiStore, vault: &dyn Vault) -> Result<Arc<dyn Store>, Error> {
    let FfiStore::Encrypted { file } = store else { return Ok(Arc::new(MemoryStore::new())) };
    let key = database_key(vault, &OsEntropy, SqliteStore::is_at(&file)).await?;
    // Opening a file takes as long as the disk takes.
    let opened = tokio::task::spawn_blocking(move || SqliteStore::open(file, &key)).await;
    Ok(Arc::new(opened.map_err(|_| Error::new(ErrorKind::StoreFailed))??))
}

#[cfg(test)]
mod tests {
    use moa_sdk::Advice;
    use moa_sdk::vault::DATABASE_KEY;

    use super::*;

    #[tokio::test]
    async fn a_file_whose_key_is_lost_is_told_apart_from_one_that_does_not_work() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("moa.db");
        let store = |vault| {
            let file = file.display().to_string();
            async move { open_store(FfiStore::Encrypted { file }, vault).await.map(drop) }
        };
        let vault = MemoryVault::new();
        store(&vault).await.unwrap();
        store(&vault).await.unwrap();
        let restored = MemoryVault::new();
        let error = store(&restored).await.unwrap_err();
        assert_eq!((error.kind(), error.advice()), (ErrorKind::StoreFailed, Advice::AskUserToReconnect));
        assert!(restored.find(DATABASE_KEY).await.unwrap().is_none(), "a key that came too late would hide the loss");
        store(&vault).await.unwrap();
        std::fs::write(&file, "x".repeat(5000)).unwrap();
        let error = store(&vault).await.unwrap_err();
        assert_eq!((error.kind(), error.advice()), (ErrorKind::StoreFailed, Advice::TellUs));
        std::fs::remove_file(&file).unwrap();
        store(&restored).await.unwrap();
    }
}
