//! Why this installation is not a client of a bank.

use crate::vault::VaultError;

/// Why this installation is not a client of a bank.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegistrationError {
    /// The bank offers no registration, and no credentials were supplied by hand.
    #[error("the bank does not register apps by itself, and no credentials were supplied")]
    NotOffered,
    /// The bank answered with an error.
    #[error("the bank refused the registration")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The bank's code.
        code: Option<String>,
    },
    /// The answer cannot be read.
    #[error("the bank's answer to the registration cannot be read")]
    Unreadable,
    /// The bank registered something else than was asked for, and the difference matters.
    #[error("the bank registered another {0} than was asked for")]
    Changed(&'static str),
    /// What the vault has is not a registration, or what was supplied by hand is not a key.
    #[error("the stored or supplied credentials cannot be read")]
    BadCredentials,
    /// The credentials supplied by hand name a redirect path that is not this bank's own.
    #[error("the supplied redirect path does not lead to /callback/ and the bank's id")]
    ForeignRedirectPath,
    /// The vault does not work.
    #[error("the client's keys could not be kept")]
    Vault(#[from] VaultError),
}
