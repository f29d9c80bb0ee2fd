//! What came of a sync.

use jiff::Timestamp;
use moa_kernel::{AccountId, BankId, LinkId};

use crate::error::Error;
use crate::standards::{DataKind, Skipped};
use crate::store::Tally;

/// What came of a sync, bank by bank.
#[derive(Debug)]
pub struct SyncReport {
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Timestamp,
    /// One report per link, in the order of the links.
    pub links: Vec<LinkReport>,
}

impl SyncReport {
    /// Whether every link gave everything.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.links.iter().all(|link| matches!(link.outcome, LinkOutcome::Complete))
    }
}

/// What came of one link.
#[derive(Debug)]
pub struct LinkReport {
    /// The link.
    pub link: LinkId,
    /// Its bank.
    pub bank: BankId,
    /// How it ended.
    pub outcome: LinkOutcome,
    /// How many pages were read.
    pub pages: u64,
    /// What changed in the store.
    pub tally: Tally,
    /// How many rows could not be read.
    pub skipped_count: u64,
    /// The first thousand of them. What is stored of them stays.
    pub skipped: Vec<SkippedRow>,
    /// Answers that were cut short.
    pub cut: Vec<(Option<AccountId>, Cut)>,
    /// Single questions that failed while the rest went on.
    pub failed: Vec<(Option<AccountId>, DataKind, Error)>,
}

/// How a link's sync ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum LinkOutcome {
    /// Everything is here.
    Complete,
    /// Something is missing: see what was skipped, cut and failed.
    Partial,
    /// It was stopped. What was read stays.
    Stopped,
    /// It could not go on.
    Failed(Error),
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedRow {
    /// The account it belongs to, when it belongs to one.
    pub account: Option<AccountId>,
    /// What was asked for.
    pub data: DataKind,
    /// The page it was on, from 1.
    pub page: u32,
    /// Where on the page, and why.
    pub row: Skipped,
}

/// Why an answer was cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cut {
    /// It has more pages than we read.
    TooManyPages,
    /// It has more rows than we keep.
    TooManyRows,
    /// It took too long.
    TookTooLong,
    /// It led back to a page that was read already.
    WentInCircles,
}
