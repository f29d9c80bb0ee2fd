//! Why a directory, or one of its entries, is not used.

use crate::http::UrlRefused;

/// Why the directory cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DirectoryError {
    /// It cannot be fetched or read.
    #[error("the directory could not be read from {0}")]
    Unavailable(&'static str),
    /// It is larger than any directory.
    #[error("the directory is too large")]
    TooLarge,
    /// It is not a JSON array.
    #[error("the directory is not a participants file")]
    NotParticipants,
    /// Its own address is not one to speak to.
    #[error("the directory's address is not one to speak to: {0}")]
    Address(UrlRefused),
    /// It has no such bank.
    #[error("the directory has no such bank")]
    UnknownBank,
}

/// An entry that is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What it calls itself.
    pub name: Option<String>,
    /// Why it is not used.
    pub why: WhyRefused,
}

/// Why an entry is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WhyRefused {
    /// It is not an organisation of the format.
    #[error("it is not readable")]
    Unreadable,
    /// It is not active.
    #[error("it is not active")]
    NotActive,
    /// It lacks something that is needed.
    #[error("it has no usable {0}")]
    Missing(&'static str),
    /// One of its addresses is not one to speak to.
    #[error("its {0} is not an address to speak to: {1}")]
    Address(&'static str, UrlRefused),
    /// Its discovery document lies elsewhere than its issuer.
    #[error("its discovery document does not belong to its issuer")]
    ForeignDiscovery,
    /// Its endpoints do not agree on where its API is.
    #[error("its endpoints do not belong together")]
    ScatteredApi,
    /// It speaks no standard we know.
    #[error("it offers no API this version understands")]
    NoKnownApi,
    /// It is a live bank, and the directory came from this device, which cannot vouch for one.
    #[error("a directory on this device lists sandboxes only")]
    LiveInSandbox,
    /// Another entry has the same id, issuer or origin. Neither is used: there is no telling which is the honest one.
    #[error("another entry has the same {0}")]
    Shared(&'static str),
}
