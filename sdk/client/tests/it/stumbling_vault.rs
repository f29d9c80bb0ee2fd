//! A vault that stops doing some of its work: its disk is full, or its keyring is locked again. Registrations are always
//! found and kept, so that what is seen is about a link's tokens.

use std::sync::Mutex;

use async_trait::async_trait;
use moa_kernel::SecretString;
use moa_sdk::vault::{MemoryVault, Vault, VaultError};

/// What a vault does with a link's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    Find,
    Keep,
    Forget,
}

#[derive(Default)]
pub(crate) struct StumblingVault {
    pub(crate) inner: MemoryVault,
    refused: Mutex<Vec<(Work, VaultError)>>,
}

impl StumblingVault {
    /// From now on this work is refused.
    pub(crate) fn refuse(&self, work: Work, error: VaultError) {
        self.refused.lock().unwrap().push((work, error));
    }

    /// From now on everything works again.
    pub(crate) fn mend(&self) {
        self.refused.lock().unwrap().clear();
    }

    fn try_to(&self, work: Work, name: &str) -> Result<(), VaultError> {
        let refused = self.refused.lock().unwrap();
        let refused = refused.iter().find(|(it, _)| *it == work && name.starts_with("grant/"));
        refused.map_or(Ok(()), |(_, error)| Err(*error))
    }
}

#[async_trait]
impl Vault for StumblingVault {
    async fn find(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        self.try_to(Work::Find, name)?;
        self.inner.find(name).await
    }

    async fn keep(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        self.try_to(Work::Keep, name)?;
        self.inner.keep(name, secret).await
    }

    async fn forget(&self, name: &str) -> Result<(), VaultError> {
        self.try_to(Work::Forget, name)?;
        self.inner.forget(name).await
    }
}
