//! A running sync as rows, one per bank.

use moa_sdk::error::ErrorKind;
use moa_sdk::sync::{LinkOutcome, LinkReport, Progress, Stage};

use super::face::Faces;
use super::money::count;
use crate::dto::{BankFace, BankSync, BankSyncState, Code, CommandError};
use crate::error::code_of;

/// A bank whose turn has not come.
pub(crate) fn waiting(link: &moa_kernel::LinkId, bank: BankFace) -> BankSync {
    BankSync {
        link: link.to_string(),
        bank,
        state: BankSyncState::Waiting,
        account: None,
        pages: 0,
        pages_total: None,
        added: 0,
        changed: 0,
        unchanged: 0,
        skipped: 0,
        finished_at: None,
        error: None,
    }
}

/// A bank as its last sign of life says.
pub(crate) fn under_way(progress: &Progress, faces: &Faces) -> BankSync {
    let (state, account, pages_total, error) = match &progress.stage {
        Stage::Waiting => (BankSyncState::Waiting, None, None, None),
        Stage::ReadingAccount { name, of, .. } => (BankSyncState::Reading, name.clone(), *of, None),
        Stage::Done => (BankSyncState::Done, None, None, None),
        Stage::Partial => (BankSyncState::Partial, None, None, None),
        Stage::Stopped => (BankSyncState::Stopped, None, None, None),
        Stage::Failed(kind) => {
            (failed(*kind), None, None, Some(CommandError::of(code_of(*kind)).at_bank(&progress.bank)))
        }
        _ => (BankSyncState::Reading, None, None, None),
    };
    BankSync {
        state,
        account,
        pages: count(progress.pages),
        pages_total,
        added: count(progress.tally.added),
        changed: count(progress.tally.changed),
        unchanged: count(progress.tally.unchanged),
        skipped: count(progress.skipped),
        error,
        ..waiting(&progress.link, faces.of(&progress.bank))
    }
}

/// A bank as its report says, at the end.
pub(crate) fn over(report: LinkReport, finished_at: &str, faces: &Faces) -> BankSync {
    let (state, error) = match report.outcome {
        LinkOutcome::Complete => (BankSyncState::Done, None),
        LinkOutcome::Stopped => (BankSyncState::Stopped, None),
        LinkOutcome::Failed(error) => (failed(error.kind()), Some(error)),
        _ => (BankSyncState::Partial, report.failed.into_iter().next().map(|(_, _, error)| error)),
    };
    BankSync {
        state,
        pages: count(report.pages),
        added: count(report.tally.added),
        changed: count(report.tally.changed),
        unchanged: count(report.tally.unchanged),
        skipped: count(report.skipped.len()),
        finished_at: Some(finished_at.to_owned()),
        error: error.map(|error| CommandError::from(error).at_bank(&report.bank)),
        ..waiting(&report.link, faces.of(&report.bank))
    }
}

fn failed(kind: ErrorKind) -> BankSyncState {
    if code_of(kind) == Code::RateLimited { BankSyncState::AskedToWait } else { BankSyncState::Failed }
}
