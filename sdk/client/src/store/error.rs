//! Why a store cannot do what it was asked, in words that say what to do.

use crate::error::{Error, ErrorKind};

/// What went wrong in a store. No variant holds bank data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The key does not open the file. (A file that is not a database at all looks the same.)
    #[error("the database does not open with this key: the vault may have been replaced")]
    WrongKey,
    /// The file is damaged.
    #[error("the database is damaged: move the file away and link the banks again, they still have the data")]
    Corrupted,
    /// The file was written by a newer version.
    #[error("the database was written by a newer version (schema {found}, this version knows {known}): update the app")]
    Newer {
        /// The file's version.
        found: i64,
        /// The newest this version knows.
        known: i64,
    },
    /// The link was erased, so nothing more may be kept for it.
    #[error("the link is no longer there")]
    LinkGone,
    /// An amount does not fit the store's exact range.
    #[error("an amount is larger or finer than the store can add up exactly")]
    AmountOutOfRange,
    /// A stored record cannot be read back.
    #[error("a stored {what} cannot be read back")]
    Unreadable {
        /// What it is.
        what: &'static str,
    },
    /// There is no room left.
    #[error("the disk is full")]
    DiskFull,
    /// The file or folder cannot be used.
    #[error("the database cannot be reached: {0}")]
    Io(String),
    /// The database refused a statement.
    #[error("the database refused: {0}")]
    Refused(String),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let kind = if matches!(error, StoreError::LinkGone) { ErrorKind::UnknownLink } else { ErrorKind::StoreFailed };
        Self::new(kind).caused_by(error)
    }
}
