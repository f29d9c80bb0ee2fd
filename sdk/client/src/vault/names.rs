//! What each secret is called in the vault. One list, so that ending a link forgets all of it and nothing else.

use moa_kernel::{BankId, Entropy, LinkId, SecretString};

use zeroize::Zeroizing;

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

/// The database's key: the one in the vault, or a fresh one of 256 bits that is kept before it is returned. A fresh one opens
/// nothing that is there already, and would hide that the old one is gone: so none is made where `has_data` says that there is
/// a database.
///
/// # Errors
/// [`VaultError::KeyLost`] when there is data and its key is gone; another when the vault cannot be read or cannot keep a new
/// key.
pub async fn database_key(
    vault: &dyn Vault,
    entropy: &dyn Entropy,
    has_data: bool,
) -> Result<SecretString, VaultError> {
    if let Some(key) = vault.find(DATABASE_KEY).await? {
        return Ok(key);
    }
    if has_data {
        return Err(VaultError::KeyLost);
    }
    let key = make_database_key(entropy);
    vault.keep(DATABASE_KEY, &key).await?;
    Ok(key)
}

/// Makes the key of a new database: 256 random bits as 64 hexadecimal digits, the form SQLCipher takes raw.
#[must_use]
pub fn make_database_key(entropy: &dyn Entropy) -> SecretString {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    entropy.fill(bytes.as_mut());
    let digits: Zeroizing<Vec<u8>> =
        Zeroizing::new(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect());
    SecretString::from(String::from_utf8_lossy(&digits).into_owned())
}

const fn digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }
}

#[cfg(test)]
mod tests {
    use moa_kernel::{OsEntropy, same_secret};

    use super::*;
    use crate::vault::MemoryVault;

    #[tokio::test]
    async fn the_database_key_is_made_once() {
        let vault = MemoryVault::new();
        let first = database_key(&vault, &OsEntropy, false).await.unwrap();
        for has_data in [false, true] {
            let again = database_key(&vault, &OsEntropy, has_data).await.unwrap();
            assert!(same_secret(&first, &again));
        }
    }

    #[tokio::test]
    async fn no_other_key_is_made_for_data_whose_key_is_lost() {
        let vault = MemoryVault::new();
        for _ in 0..2 {
            let lost = database_key(&vault, &OsEntropy, true).await.map(drop);
            assert_eq!(lost, Err(VaultError::KeyLost), "also when it is asked again");
        }
        assert!(vault.find(DATABASE_KEY).await.unwrap().is_none());
        database_key(&vault, &OsEntropy, false).await.unwrap();
        assert!(vault.find(DATABASE_KEY).await.unwrap().is_some());
    }
}
