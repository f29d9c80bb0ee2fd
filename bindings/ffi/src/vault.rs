//! The host's own place for secrets: the Android Keystore, the Apple Keychain, whatever it has.

use std::sync::Arc;

use async_trait::async_trait;
use moa_kernel::{ExposeSecret as _, SecretString};
use moa_sdk::vault::{Vault, VaultError};

/// Why the host's vault did not do what it was asked. What its exception says is not passed on: it may hold what it was
/// about to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum FfiVaultError {
    /// The device is locked, or the person has to unlock it first.
    #[error("the vault is locked")]
    Locked,
    /// It does not work.
    #[error("the vault failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for FfiVaultError {
    fn from(_error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Keeps secrets by name. What was kept must survive a crash right after; what was forgotten must not come back.
#[uniffi::export(with_foreign)]
#[async_trait]
pub trait FfiSecretVault: Send + Sync {
    /// The secret of that name, or nothing.
    async fn find(&self, name: String) -> Result<Option<String>, FfiVaultError>;

    /// Keeps a secret in place of the one that had the name before.
    async fn keep(&self, name: String, secret: String) -> Result<(), FfiVaultError>;

    /// Forgets a secret. Forgetting what is not there is fine.
    async fn forget(&self, name: String) -> Result<(), FfiVaultError>;
}

/// The host's vault as the SDK sees it.
pub(crate) struct HostVault(pub(crate) Arc<dyn FfiSecretVault>);

#[async_trait]
impl Vault for HostVault {
    async fn find(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        let found = self.0.find(name.to_owned()).await.map_err(seen_from_the_sdk)?;
        Ok(found.map(SecretString::from))
    }

    async fn keep(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        self.0.keep(name.to_owned(), secret.expose_secret().to_owned()).await.map_err(seen_from_the_sdk)
    }

    async fn forget(&self, name: &str) -> Result<(), VaultError> {
        self.0.forget(name.to_owned()).await.map_err(seen_from_the_sdk)
    }
}

const fn seen_from_the_sdk(error: FfiVaultError) -> VaultError {
    match error {
        FfiVaultError::Locked => VaultError::KeyringLocked,
        FfiVaultError::Failed => VaultError::Keyring,
    }
}
