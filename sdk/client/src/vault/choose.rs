//! Which vault this device gets: the keyring if it works, else a sealed file, else a question for the person.

use std::path::PathBuf;
use std::sync::Arc;

use moa_kernel::{Entropy, SecretString};

use super::{KeyringVault, SealedFileVault, Strength, Vault, VaultError};

/// Where a vault may live.
#[derive(Debug, Clone)]
pub struct VaultPlace {
    /// The name in the keyring, for example `moa`.
    pub service: String,
    /// The file to use where no keyring works.
    pub file: PathBuf,
}

/// A vault, and which kind it is, so that a screen can say so.
#[non_exhaustive]
pub enum Opened {
    /// The operating system's keyring.
    Keyring(Arc<KeyringVault>),
    /// A file sealed with a passphrase.
    SealedFile(Arc<SealedFileVault>),
}

impl Opened {
    /// The vault, whichever it is.
    #[must_use]
    pub fn vault(&self) -> Arc<dyn Vault> {
        match self {
            Self::Keyring(vault) => Arc::clone(vault) as Arc<dyn Vault>,
            Self::SealedFile(vault) => Arc::clone(vault) as Arc<dyn Vault>,
        }
    }
}

/// Opens this device's vault.
///
/// A sealed file that exists is used even where a keyring has appeared since: the secrets are in there, and quietly
/// starting over in the keyring would lose every link.
///
/// # Errors
/// [`VaultError::NeedsPassphrase`] when no keyring works (or a sealed file exists) and no passphrase was given;
/// [`VaultError::WrongPassphrase`] when it does not open the file. Nothing is ever kept in the clear instead.
pub async fn open(
    place: &VaultPlace,
    passphrase: Option<&SecretString>,
    entropy: Arc<dyn Entropy>,
) -> Result<Opened, VaultError> {
    if !place.file.exists()
        && let Ok(keyring) = KeyringVault::open(&place.service).await
    {
        return Ok(Opened::Keyring(Arc::new(keyring)));
    }
    let passphrase = passphrase.ok_or(VaultError::NeedsPassphrase)?;
    let file = SealedFileVault::open(place.file.clone(), passphrase, Strength::default(), entropy).await?;
    Ok(Opened::SealedFile(Arc::new(file)))
}

#[cfg(test)]
mod tests {
    use moa_kernel::OsEntropy;

    use super::*;

    #[tokio::test]
    async fn a_sealed_file_asks_for_its_passphrase_and_writes_nothing_without_one() {
        let folder = tempfile::tempdir().unwrap();
        let place = VaultPlace { service: "moa-choose-test".to_owned(), file: folder.path().join("vault.moa") };
        let right = SecretString::from("a long passphrase");
        SealedFileVault::open(place.file.clone(), &right, Strength::for_tests(), Arc::new(OsEntropy)).await.unwrap();

        let without = open(&place, None, Arc::new(OsEntropy)).await.map(|_| ());
        assert_eq!(without, Err(VaultError::NeedsPassphrase));
        let wrong = open(&place, Some(&SecretString::from("guess")), Arc::new(OsEntropy)).await.map(|_| ());
        assert_eq!(wrong, Err(VaultError::WrongPassphrase));
        assert!(matches!(open(&place, Some(&right), Arc::new(OsEntropy)).await, Ok(Opened::SealedFile(_))));
    }
}
