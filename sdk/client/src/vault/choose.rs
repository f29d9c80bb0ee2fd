//! Which vault this device gets: the keyring if it works, else a sealed file, else a question for the person.
//!
//! The choice is made once. Which one it was is remembered beside the place of the sealed file, in a note without secrets,
//! because a keyring that works today may be locked tomorrow: an empty second vault would then look like a database that
//! cannot be opened, and every link like one that is lost.

use std::path::{Path, PathBuf};
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

impl VaultPlace {
    /// The note that says that the keyring was chosen.
    fn note(&self) -> PathBuf {
        self.file.with_extension("in-keyring")
    }
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
/// [`VaultError::WrongPassphrase`] when it does not open the file; [`VaultError::KeyringLocked`] when the secrets are in a
/// keyring that does not answer now, with or without a passphrase. Nothing is ever kept in the clear instead.
pub async fn open(
    place: &VaultPlace,
    passphrase: Option<&SecretString>,
    entropy: Arc<dyn Entropy>,
) -> Result<Opened, VaultError> {
    open_with(place, passphrase, entropy, KeyringVault::open(&place.service)).await
}

async fn open_with(
    place: &VaultPlace,
    passphrase: Option<&SecretString>,
    entropy: Arc<dyn Entropy>,
    keyring: impl Future<Output = Result<KeyringVault, VaultError>>,
) -> Result<Opened, VaultError> {
    if !place.file.exists() {
        let note = place.note();
        match keyring.await {
            Ok(keyring) => {
                remember(&note)?;
                return Ok(Opened::Keyring(Arc::new(keyring)));
            }
            Err(_) if note.exists() => return Err(VaultError::KeyringLocked),
            Err(_) => {}
        }
    }
    let passphrase = passphrase.ok_or(VaultError::NeedsPassphrase)?;
    let file = SealedFileVault::open(place.file.clone(), passphrase, Strength::default(), entropy).await?;
    Ok(Opened::SealedFile(Arc::new(file)))
}

/// Notes that the keyring has been chosen, before anything is kept in it.
fn remember(note: &Path) -> Result<(), VaultError> {
    if note.exists() {
        return Ok(());
    }
    if let Some(folder) = note.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(note, "The secrets of this folder's data are in the keyring of this device.\n")?)
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
    #[tokio::test]
    async fn a_keyring_that_refuses_once_is_waited_for_and_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let place = VaultPlace { service: "moa-choose-test".to_owned(), file: folder.path().join("new/vault.sealed") };
        let passphrase = SecretString::from("a long passphrase");
        let with = async |keyring| open_with(&place, Some(&passphrase), Arc::new(OsEntropy), async { keyring }).await;

        assert!(matches!(with(Ok(KeyringVault::unproved("moa-choose-test"))).await, Ok(Opened::Keyring(_))));
        let refused = with(Err(VaultError::Keyring)).await.map(|_| ());
        assert_eq!(refused, Err(VaultError::KeyringLocked));
        assert!(!place.file.exists(), "no second vault was made");
        assert!(matches!(with(Ok(KeyringVault::unproved("moa-choose-test"))).await, Ok(Opened::Keyring(_))));
    }

    #[tokio::test]
    async fn where_no_keyring_ever_worked_the_sealed_file_is_the_vault_for_good() {
        let folder = tempfile::tempdir().unwrap();
        let place = VaultPlace { service: "moa-choose-test".to_owned(), file: folder.path().join("vault.sealed") };
        let passphrase = SecretString::from("a long passphrase");
        let none = async { Err(VaultError::Keyring) };
        let asked = open_with(&place, None, Arc::new(OsEntropy), none).await.map(|_| ());
        assert_eq!(asked, Err(VaultError::NeedsPassphrase));
        SealedFileVault::open(place.file.clone(), &passphrase, Strength::for_tests(), Arc::new(OsEntropy))
            .await
            .unwrap();
        let later = async { Ok(KeyringVault::unproved("moa-choose-test")) };
        let opened = open_with(&place, Some(&passphrase), Arc::new(OsEntropy), later).await;
        assert!(matches!(opened, Ok(Opened::SealedFile(_))), "a keyring that appears later is not looked at");
    }
}
