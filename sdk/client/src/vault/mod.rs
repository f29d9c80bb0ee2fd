//! Where secrets sleep: client keys, tokens, the keys they are bound to, and the key of the database.
//!
//! A [`Vault`] keeps short texts under names. The operating system's keyring is the first choice ([`KeyringVault`]), after
//! it has proved that it can keep, give back and forget ([`KeyringVault::open`] probes all three). Where no secret service
//! runs, a file sealed with a passphrase takes its place ([`SealedFileVault`]: Argon2id and XChaCha20-Poly1305). There is
//! no third choice on a customer's device: without a keyring and without a passphrase, [`open`] answers
//! [`VaultError::NeedsPassphrase`] and nothing is written anywhere. [`MemoryVault`] is for tests and for programs that
//! want to forget.

mod choose;
#[cfg(test)]
mod contract;
mod error;
mod keyring;
mod memory;
mod names;
mod sealed;

use async_trait::async_trait;
use moa_kernel::SecretString;

pub use choose::{Opened, VaultPlace, open};
pub use error::VaultError;
pub use keyring::KeyringVault;
pub use memory::MemoryVault;
pub(crate) use names::VaultName;
pub use names::{DATABASE_KEY, database_key, make_database_key};
pub use sealed::{SealedFileVault, Strength};

/// Keeps secrets by name.
///
/// Every operation is complete when it returns: what was kept survives a crash right after, what was forgotten does not
/// come back. All implementations pass one contract suite (`vault/contract.rs`).
#[async_trait]
pub trait Vault: Send + Sync {
    /// The secret of that name, or nothing.
    ///
    /// # Errors
    /// When the vault cannot be read. An absent secret is not an error.
    async fn find(&self, name: &str) -> Result<Option<SecretString>, VaultError>;

    /// Keeps a secret, in place of the one that had the name before.
    ///
    /// # Errors
    /// When it could not be kept for certain; the old one is then still there.
    async fn keep(&self, name: &str, secret: &SecretString) -> Result<(), VaultError>;

    /// Forgets a secret. Forgetting what is not there is fine.
    ///
    /// # Errors
    /// When it may still be there.
    async fn forget(&self, name: &str) -> Result<(), VaultError>;
}
