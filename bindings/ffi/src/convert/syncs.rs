//! A sync: what to fetch, how far it is, and what came of it.

use std::time::SystemTime;

use moa_sdk::store::Tally;
use moa_sdk::sync::{Cut, LinkOutcome, LinkReport, Progress, Stage, SyncReport};

use crate::{FfiError, FfiErrorFacts};

/// What to fetch.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct FfiSyncOptions {
    /// Only this link.
    pub link: Option<String>,
}

/// What changed in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct FfiTally {
    /// New rows.
    pub added: u64,
    /// Rows that say something else now.
    pub changed: u64,
    /// Rows that are no longer there.
    pub removed: u64,
}

impl From<Tally> for FfiTally {
    fn from(tally: Tally) -> Self {
        Self { added: tally.added, changed: tally.changed, removed: tally.removed }
    }
}

/// Where one bank is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiSyncProgress {
    /// The link.
    pub link: String,
    /// Its bank.
    pub bank: String,
    /// What it is doing.
    pub stage: FfiStage,
    /// Pages read so far.
    pub pages: u64,
    /// What changed so far.
    pub tally: FfiTally,
}

impl From<Progress> for FfiSyncProgress {
    fn from(progress: Progress) -> Self {
        Self {
            link: progress.link.to_string(),
            bank: progress.bank.to_string(),
            stage: progress.stage.into(),
            pages: progress.pages,
            tally: progress.tally.into(),
        }
    }
}

/// What a bank's sync is doing.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum FfiStage {
    /// Not begun.
    Waiting,
    /// Asking which accounts there are.
    ReadingAccounts,
    /// Reading an account.
    ReadingAccount {
        /// Its name, when it has one.
        name: Option<String>,
        /// The page that was read last, from 1; 0 before the first.
        page: u32,
        /// How many there are, when the bank says so.
        of: Option<u32>,
    },
    /// Everything is here.
    Done,
    /// Something is missing; the report says what.
    Partial,
    /// Stopped. What was read stays.
    Stopped,
    /// It did not work.
    Failed {
        /// The kind of error.
        kind: String,
    },
}

impl From<Stage> for FfiStage {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Waiting => Self::Waiting,
            Stage::ReadingAccounts => Self::ReadingAccounts,
            Stage::ReadingAccount { name, page, of } => Self::ReadingAccount { name, page, of },
            Stage::Done => Self::Done,
            Stage::Stopped => Self::Stopped,
            Stage::Failed(kind) => Self::Failed { kind: kind.code().to_owned() },
            // What this version has no word for is at least not everything.
            _ => Self::Partial,
        }
    }
}

/// What came of a sync, bank by bank.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiSyncReport {
    /// When it began.
    pub started_at: SystemTime,
    /// When it ended.
    pub finished_at: SystemTime,
    /// Whether every link gave everything.
    pub complete: bool,
    /// One report per link, in the order of the links.
    pub links: Vec<FfiLinkReport>,
}

impl From<SyncReport> for FfiSyncReport {
    fn from(report: SyncReport) -> Self {
        Self {
            started_at: report.started_at.into(),
            finished_at: report.finished_at.into(),
            complete: report.is_complete(),
            links: report.links.into_iter().map(FfiLinkReport::from).collect(),
        }
    }
}

/// What came of one link.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiLinkReport {
    /// The link.
    pub link: String,
    /// Its bank.
    pub bank: String,
    /// How it ended.
    pub outcome: FfiOutcome,
    /// How many pages were read.
    pub pages: u64,
    /// What changed in the store.
    pub tally: FfiTally,
    /// How many rows could not be read.
    pub skipped: u64,
    /// Answers that were cut short.
    pub cut: Vec<FfiCut>,
    /// Single questions that failed while the rest went on.
    pub failed: Vec<FfiFailedQuestion>,
}

impl From<LinkReport> for FfiLinkReport {
    fn from(report: LinkReport) -> Self {
        let account = |account: Option<moa_kernel::AccountId>| account.map(String::from);
        let cut = report.cut.into_iter().map(|(of, why)| FfiCut { account: account(of), why: cut(why).to_owned() });
        let failed = report.failed.into_iter().map(|(of, _, error)| {
            let FfiError::Failed { facts } = error.into();
            FfiFailedQuestion { account: account(of), facts }
        });
        Self {
            link: report.link.to_string(),
            bank: report.bank.to_string(),
            outcome: report.outcome.into(),
            pages: report.pages,
            tally: report.tally.into(),
            skipped: report.skipped_count,
            cut: cut.collect(),
            failed: failed.collect(),
        }
    }
}

const fn cut(why: Cut) -> &'static str {
    match why {
        Cut::TooManyPages => "too_many_pages",
        Cut::TooManyRows => "too_many_rows",
        Cut::TookTooLong => "took_too_long",
        Cut::WentInCircles => "went_in_circles",
        _ => "unknown",
    }
}

/// How a link's sync ended.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum FfiOutcome {
    /// Everything is here.
    Complete,
    /// Something is missing: see what was skipped, cut and failed.
    Partial,
    /// It was stopped. What was read stays.
    Stopped,
    /// It could not go on.
    Failed {
        /// Why.
        facts: FfiErrorFacts,
    },
}

impl From<LinkOutcome> for FfiOutcome {
    fn from(outcome: LinkOutcome) -> Self {
        match outcome {
            LinkOutcome::Complete => Self::Complete,
            LinkOutcome::Stopped => Self::Stopped,
            LinkOutcome::Failed(error) => {
                let FfiError::Failed { facts } = error.into();
                Self::Failed { facts }
            }
            _ => Self::Partial,
        }
    }
}

/// An answer that was cut short.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiCut {
    /// The account, when it is about one.
    pub account: Option<String>,
    /// Why: `too_many_pages`, `too_many_rows`, `took_too_long`, `went_in_circles`.
    pub why: String,
}

/// A single question that failed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiFailedQuestion {
    /// The account, when it is about one.
    pub account: Option<String>,
    /// Why.
    pub facts: FfiErrorFacts,
}

#[cfg(test)]
mod tests;
