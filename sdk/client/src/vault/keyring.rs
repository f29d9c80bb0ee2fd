//! The operating system's own keyring: Keychain, Credential Manager, Secret Service.
//!
//! Every call runs on a plain thread of its own: the Secret Service client starts a runtime inside and panics when it is
//! already inside one. Errors of the keyring are translated and dropped, because some of them carry the secret's bytes.

use async_trait::async_trait;
use keyring::{Entry, Error as KeyringError};
use moa_kernel::{ExposeSecret as _, SecretString};
use tokio::sync::oneshot;
use zeroize::{Zeroize as _, Zeroizing};

use super::{Vault, VaultError};

/// The name of the dummy secret that proves the keyring works.
const PROBE: &str = "probe";

/// The operating system's keyring, under one service name.
#[derive(Debug, Clone)]
pub struct KeyringVault {
    service: String,
}

impl KeyringVault {
    /// Opens the keyring, if it keeps, gives back and forgets a dummy: a keyring that was never unlocked opens and reads
    /// without complaint, and fails only at the first write.
    ///
    /// # Errors
    /// [`VaultError::Keyring`] when there is none, or it fails the probe.
    pub async fn open(service: &str) -> Result<Self, VaultError> {
        let vault = Self { service: service.to_owned() };
        let dummy = SecretString::from("works");
        vault.keep(PROBE, &dummy).await?;
        let back = vault.find(PROBE).await?;
        vault.forget(PROBE).await?;
        match back {
            Some(back) if moa_kernel::same_secret(&back, &dummy) => Ok(vault),
            _ => Err(VaultError::Keyring),
        }
    }

    /// One that has proved nothing, for tests of what is done with it.
    #[cfg(test)]
    pub(super) fn unproved(service: &str) -> Self {
        Self { service: service.to_owned() }
    }

    async fn with_entry<T: Send + 'static>(
        &self,
        name: &str,
        job: impl FnOnce(&Entry) -> Result<T, KeyringError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (service, name) = (self.service.clone(), name.to_owned());
        on_plain_thread(move || Entry::new(&service, &name).and_then(|entry| job(&entry)).map_err(|e| translate(&e)))
            .await
    }
}

async fn on_plain_thread<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    let (answer, done) = oneshot::channel();
    std::thread::Builder::new()
        .name("moa-keyring".to_owned())
        .spawn(move || drop(answer.send(job())))
        .map_err(|_| VaultError::Broken)?;
    done.await.map_err(|_| VaultError::Broken)?
}

fn translate(error: &KeyringError) -> VaultError {
    match error {
        KeyringError::TooLong(..) => VaultError::TooLarge,
        _ => VaultError::Keyring,
    }
}

#[async_trait]
impl Vault for KeyringVault {
    async fn find(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        let found = self.with_entry(name, |entry| match entry.get_secret() {
            Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(other) => Err(other),
        });
        let Some(bytes) = found.await? else { return Ok(None) };
        let text = std::str::from_utf8(&bytes).map_err(|_| VaultError::Keyring)?;
        Ok(Some(SecretString::from(text)))
    }

    async fn keep(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        let mut bytes = secret.expose_secret().as_bytes().to_vec();
        self.with_entry(name, move |entry| {
            let kept = entry.set_secret(&bytes);
            bytes.zeroize();
            kept
        })
        .await
    }

    async fn forget(&self, name: &str) -> Result<(), VaultError> {
        self.with_entry(name, |entry| match entry.delete_credential() {
            Ok(()) | Err(KeyringError::NoEntry) => Ok(()),
            Err(other) => Err(other),
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::contract;

    /// Where a real keyring runs, it keeps the same contract; where none runs, opening it says so and nothing is written in
    /// the clear. `MOA_TEST_KEYRING=1` says that one must be running.
    #[tokio::test]
    async fn a_keyring_that_opens_keeps_the_contract() {
        match KeyringVault::open("moa-contract-test").await {
            Ok(vault) => contract::run(&vault).await,
            Err(error) => {
                assert_eq!(error, VaultError::Keyring);
                assert!(std::env::var_os("MOA_TEST_KEYRING").is_none(), "a keyring was promised");
            }
        }
    }
}
