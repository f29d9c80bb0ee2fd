//! Why a vault did not do what it was asked.

/// Why a vault did not do what it was asked. None of the variants carries a secret or a platform message that might.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no usable keyring here, and no passphrase was given.
    #[error("there is no usable keyring, so the vault needs a passphrase")]
    NeedsPassphrase,
    /// The passphrase does not open the file (or somebody changed the file: the seal cannot tell the two apart).
    #[error("the passphrase does not open the vault")]
    WrongPassphrase,
    /// The keyring is not there, locked, or refuses.
    #[error("the keyring of this device does not work")]
    Keyring,
    /// The secrets of this installation are in the keyring, and it does not answer: unlock it and try again.
    #[error("the secrets are in this device's keyring, which must be unlocked first")]
    KeyringLocked,
    /// The file is not a vault.
    #[error("the file is not a vault")]
    NotAVault,
    /// The file was written by a newer version.
    #[error("the vault was written by a newer version of this program")]
    NewerVersion,
    /// The file could not be read or written.
    #[error("the vault's file could not be used: {0}")]
    File(std::io::ErrorKind),
    /// The secret is larger than this vault can keep.
    #[error("the secret is larger than this vault can keep")]
    TooLarge,
    /// There is data here, and the key that it was written with is in this vault no more: nobody can read it. Nothing was
    /// erased, and no other key was made.
    #[error("the key of the database is no longer in the vault: delete the database and link the banks again")]
    KeyLost,
    /// The helper thread went away, or sealing failed: not something a caller can mend.
    #[error("the vault stopped working")]
    Broken,
}

impl From<std::io::Error> for VaultError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error.kind())
    }
}
