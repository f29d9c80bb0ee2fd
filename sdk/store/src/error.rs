//! What SQLite says, in the store's words.

use moa_sdk::store::StoreError;
use rusqlite::{Error, ErrorCode};

/// The one table from database errors to store errors.
pub(crate) fn in_our_words(error: &Error) -> StoreError {
    match error {
        Error::SqliteFailure(failure, message) => match failure.code {
            ErrorCode::NotADatabase => StoreError::WrongKey,
            ErrorCode::DatabaseCorrupt => StoreError::Corrupted,
            ErrorCode::DiskFull => StoreError::DiskFull,
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure => {
                StoreError::Io(failure.to_string())
            }
            // The only foreign keys that can break lead to the link.
            ErrorCode::ConstraintViolation => StoreError::LinkGone,
            // A sum of amounts left the range of an integer.
            _ if message.as_deref() == Some("integer overflow") => StoreError::AmountOutOfRange,
            _ => StoreError::Refused(failure.to_string()),
        },
        Error::FromSqlConversionFailure(..) | Error::InvalidColumnType(..) | Error::IntegralValueOutOfRange(..) => {
            StoreError::Unreadable { what: "column" }
        }
        // The text of other errors may hold a statement but never a value: values are always bound.
        other => StoreError::Refused(other.to_string()),
    }
}

/// Lets `?` turn a database error into a store error.
pub(crate) trait InOurWords<T> {
    /// The same result, in the store's words.
    fn ours(self) -> Result<T, StoreError>;
}

impl<T> InOurWords<T> for Result<T, Error> {
    fn ours(self) -> Result<T, StoreError> {
        self.map_err(|error| in_our_words(&error))
    }
}
