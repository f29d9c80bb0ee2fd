//! What can be told while a sync runs.

use moa_kernel::{BankId, LinkId};

use crate::error::ErrorKind;
use crate::store::Tally;

/// Where one bank is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The link.
    pub link: LinkId,
    /// Its bank.
    pub bank: BankId,
    /// What it is doing.
    pub stage: Stage,
    /// Pages read so far.
    pub pages: u64,
    /// Rows skipped so far.
    pub skipped: u64,
    /// What changed so far.
    pub tally: Tally,
}

/// What a bank's sync is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Not begun.
    Waiting,
    /// Asking which accounts there are.
    ReadingAccounts,
    /// Reading an account.
    ReadingAccount {
        /// Its name, when it has one.
        name: Option<String>,
        /// The page of its transactions that was read last, from 1; 0 before the first.
        page: u32,
        /// How many there are, when the bank says so.
        of: Option<u32>,
    },
    /// Everything is here.
    Done,
    /// Something is missing; the report says what.
    Partial,
    /// Stopped by the person. What was read stays.
    Stopped,
    /// It did not work.
    Failed(ErrorKind),
}
