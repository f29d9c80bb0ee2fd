//! Why the ledger did not do what it was asked to.

use moa_kernel::{AccountId, Currency, IdError, MoneyError};

use crate::state::StateError;

/// Why the ledger did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no such account at this bank.
    #[error("there is no account {0}")]
    UnknownAccount(AccountId),
    /// The account does not hold this currency.
    #[error("the account {0} does not hold {1}")]
    WrongCurrency(AccountId, Currency),
    /// The postings of an entry do not cancel out.
    #[error("an entry is out of balance by {0} minor units of {1}")]
    Unbalanced(i64, Currency),
    /// An entry moves nothing, or has a posting of nothing.
    #[error("an entry moves nothing")]
    Nothing,
    /// A booking would come before one that is there already, and change a running balance that was told to somebody.
    #[error("a booking on {0} is earlier than the account's last one")]
    OutOfOrder(AccountId),
    /// A sum is larger than can be counted.
    #[error("a sum is larger than can be counted")]
    Overflow,
    /// There is no such pending item.
    #[error("there is no such pending item")]
    NotPending,
    /// The books are not as they must be.
    #[error("the books are broken: {0}")]
    Broken(String),
    /// An amount does not fit its currency.
    #[error("an amount does not fit its currency")]
    Money(#[from] MoneyError),
    /// An id cannot be made.
    #[error("an id cannot be made")]
    Id(#[from] IdError),
    /// The state could not be used.
    #[error("the books cannot be used")]
    State(#[from] StateError),
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        Self::State(error.into())
    }
}
