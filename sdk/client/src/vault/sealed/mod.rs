//! A file sealed with a passphrase, for devices without a keyring.
//!
//! The passphrase becomes a key by Argon2id (slow and memory-hard, so that guessing is), the key seals all secrets at once
//! with XChaCha20-Poly1305, and the header (version, cost, salt, nonce) is part of what is sealed: changing any byte of the
//! file makes it refuse to open. A write makes a whole new file beside the old one and renames it over, so a crash leaves
//! one or the other. The file is for its owner only.

mod format;
mod seal;
mod write;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use moa_kernel::{Entropy, SecretString};
use tokio::sync::Mutex;

use self::format::Header;
pub use self::format::Strength;
use self::seal::FileKey;
use super::{Vault, VaultError};

type Secrets = BTreeMap<String, SecretString>;

/// A file sealed with a passphrase.
pub struct SealedFileVault {
    path: PathBuf,
    header: Header,
    key: Arc<FileKey>,
    secrets: Mutex<Secrets>,
    entropy: Arc<dyn Entropy>,
}

impl std::fmt::Debug for SealedFileVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedFileVault").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SealedFileVault {
    /// Opens the file with its passphrase, or makes a new one (of the given strength) where there is none.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`], [`VaultError::NotAVault`], [`VaultError::NewerVersion`], or what the file system says.
    pub async fn open(
        path: PathBuf,
        passphrase: &SecretString,
        strength: Strength,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, VaultError> {
        let passphrase = passphrase.clone();
        // Argon2 is slow on purpose: it must not hold up the runtime.
        tokio::task::spawn_blocking(move || Self::open_now(path, &passphrase, strength, entropy))
            .await
            .map_err(|_| VaultError::Broken)?
    }

    fn open_now(
        path: PathBuf,
        passphrase: &SecretString,
        strength: Strength,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, VaultError> {
        match read_file(&path)? {
            Some(bytes) => {
                let (header, sealed) = Header::read(&bytes)?;
                let key = FileKey::derive(passphrase, &header)?;
                let secrets = key.unseal(&header, sealed)?;
                Ok(Self { path, header, key: Arc::new(key), secrets: Mutex::new(secrets), entropy })
            }
            None => {
                let header = Header::make(strength, &*entropy);
                let key = FileKey::derive(passphrase, &header)?;
                let bytes = key.seal(&header, &Secrets::new())?;
                write::whole_file(&path, &bytes)?;
                Ok(Self { path, header, key: Arc::new(key), secrets: Mutex::default(), entropy })
            }
        }
    }

    /// Writes the changed secrets first and believes them afterwards: after a failed write, memory says what the disk says.
    async fn change(&self, change: impl FnOnce(&mut Secrets)) -> Result<(), VaultError> {
        let mut current = self.secrets.lock().await;
        let mut next = current.clone();
        change(&mut next);
        let header = self.header.with_fresh_nonce(&*self.entropy);
        let (key, path, to_write) = (Arc::clone(&self.key), self.path.clone(), next.clone());
        tokio::task::spawn_blocking(move || write::whole_file(&path, &key.seal(&header, &to_write)?))
            .await
            .map_err(|_| VaultError::Broken)??;
        *current = next;
        Ok(())
    }
}

fn read_file(path: &Path) -> Result<Option<Vec<u8>>, VaultError> {
    match std::fs::metadata(path) {
        Ok(facts) if facts.len() > format::MOST_BYTES => Err(VaultError::NotAVault),
        Ok(_) => Ok(Some(std::fs::read(path)?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[async_trait]
impl Vault for SealedFileVault {
    async fn find(&self, name: &str) -> Result<Option<SecretString>, VaultError> {
        Ok(self.secrets.lock().await.get(name).cloned())
    }

    async fn keep(&self, name: &str, secret: &SecretString) -> Result<(), VaultError> {
        let (name, secret) = (name.to_owned(), secret.clone());
        self.change(|secrets| drop(secrets.insert(name, secret))).await
    }

    async fn forget(&self, name: &str) -> Result<(), VaultError> {
        if self.secrets.lock().await.contains_key(name) {
            self.change(|secrets| drop(secrets.remove(name))).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
