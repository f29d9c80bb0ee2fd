//! Believable lives (being written).

use crate::Bank;
use crate::ledger::LedgerError;

pub(crate) const SCHEMA: &str = "
    CREATE TABLE core_lives (
        bank TEXT NOT NULL,
        customer TEXT NOT NULL,
        settled_at INTEGER NOT NULL,
        PRIMARY KEY (bank, customer)
    ) STRICT;
";

/// How much of a life to invent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct History {
    /// How many months, up to yesterday.
    pub months: u32,
    /// At least so many transactions on the busiest account of each customer.
    pub transactions: Option<u32>,
}

/// Why a life could not be invented.
#[derive(Debug, thiserror::Error)]
pub enum LifeError {
    /// The books refused it.
    #[error("a life cannot be booked")]
    Ledger(#[from] LedgerError),
}

/// Fills the accounts of everybody who has a life in the bank's file. Who has been settled before stays as they are.
///
/// # Errors
/// When the state cannot be used or the file asks for amounts that do not fit.
pub fn settle(bank: &Bank, history: History) -> Result<(), LifeError> {
    let _ = (bank, history);
    Ok(())
}
