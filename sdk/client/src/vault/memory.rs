//! A vault that forgets everything when the program ends.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use moa_kernel::SecretString;

use super::{Vault, VaultError};

/// A vault in memory: for tests, and for programs that must leave nothing behind.
#[derive(Debug, Default)]
pub struct MemoryVault(Mutex<HashMap<String, SecretString>>);

impl MemoryVault {
    /// An empty vault.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many secrets it keeps.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether it keeps nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, SecretString>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[async_trait]
impl Vault for MemoryVault {
    async fn find(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        Ok(self.lock().get(name).cloned())
    }

    async fn keep(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        self.lock().insert(name.to_owned(), secret.clone());
        Ok(())
    }

    async fn forget(&self, name: &str) -> Result<(), VaultError> {
        self.lock().remove(name);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::contract;

    #[tokio::test]
    async fn keeps_the_contract() {
        contract::run(&MemoryVault::new()).await;
    }
}
