//! What each secret is called in the vault. One list, so that ending a link forgets all of it and nothing else.

use moa_kernel::{BankId, Entropy, LinkId, SecretString};

use super::{Vault, VaultError};

/// The name under which the database's key is kept.
pub const DATABASE_KEY: &str = "database-key";

/// The names of the SDK's secrets.
#[derive(Debug, Clone, Copy)]
pub(crate) enum VaultName<'a> {
    /// This installation's client at a bank: client id, client key, redirect path.
    Registration(&'a BankId),
    /// A link's tokens and the key they are bound to.
    Grant(&'a LinkId),
}

impl VaultName<'_> {
    pub(crate) fn text(self) -> String {
        match self {
            Self::Registration(bank) => format!("registration/{bank}"),
            Self::Grant(link) => format!("grant/{link}"),
        }
    }
}

/// The database's key: the one in the vault, or a fresh one of 256 bits that is kept before it is returned.
///
/// # Errors
/// When the vault cannot be read or cannot keep a new key.
pub async fn database_key(vault: &dyn Vault, entropy: &dyn Entropy) -> Result<SecretString, VaultError> {
    if let Some(key) = vault.load(DATABASE_KEY).await? {
        return Ok(key);
    }
    let key = entropy.token();
    vault.keep(DATABASE_KEY, &key).await?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use moa_kernel::{OsEntropy, same_secret};

    use super::*;
    use crate::vault::MemoryVault;

    #[tokio::test]
    async fn the_database_key_is_made_once() {
        let vault = MemoryVault::new();
        let first = database_key(&vault, &OsEntropy).await.unwrap();
        let second = database_key(&vault, &OsEntropy).await.unwrap();
        assert!(same_secret(&first, &second));
    }
}
