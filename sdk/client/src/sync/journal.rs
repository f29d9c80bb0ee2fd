//! Keeps count while a link is read: tells the listener, and in the end makes the report and the store's record.

use jiff::{SignedDuration, Timestamp};
use moa_kernel::AccountId;

use super::runner::Parts;
use super::stop::Stop;
use super::{Cut, LinkOutcome, LinkReport, Progress, SkippedRow, Stage};
use crate::error::{Advice, Error, ErrorKind};
use crate::link::Link;
use crate::standards::DataKind;
use crate::store::{SyncEnd, SyncRecord, Tally};

/// So many skipped rows are named one by one; beyond that only counted, so that a broken bank cannot fill the memory.
const MAX_NAMED: usize = 1_000;

/// The count of one link's run.
pub(super) struct Journal<'a> {
    parts: Parts<'a>,
    progress: Progress,
    account_name: Option<String>,
    started_at: Timestamp,
    skipped: Vec<SkippedRow>,
    cut: Vec<(Option<AccountId>, Cut)>,
    failed: Vec<(Option<AccountId>, DataKind, Error)>,
}

impl<'a> Journal<'a> {
    pub(super) fn open(link: &Link, parts: Parts<'a>) -> Self {
        let progress = Progress {
            link: link.id.clone(),
            bank: link.bank.clone(),
            stage: Stage::Waiting,
            pages: 0,
            skipped: 0,
            tally: Tally::default(),
        };
        (parts.listener)(progress.clone());
        Self {
            parts,
            progress,
            account_name: None,
            started_at: parts.clock.now(),
            skipped: Vec::new(),
            cut: Vec::new(),
            failed: Vec::new(),
        }
    }

    pub(super) fn tell(&mut self, stage: Stage) {
        self.progress.stage = stage;
        (self.parts.listener)(self.progress.clone());
    }

    pub(super) fn begin_account(&mut self, name: Option<&str>) {
        self.account_name = name.map(str::to_owned);
        self.tell(Stage::ReadingAccount { name: self.account_name.clone(), page: 0, of: None });
    }

    pub(super) const fn turn_page(&mut self) {
        self.progress.pages += 1;
    }

    pub(super) fn turn_transaction_page(&mut self, page: u32, of: Option<u32>) {
        self.turn_page();
        // A bank that counts its pages wrongly should not be shown as "page 7 of 3".
        let of = of.filter(|of| *of >= page);
        self.tell(Stage::ReadingAccount { name: self.account_name.clone(), page, of });
    }

    pub(super) fn count(&mut self, tally: Tally) {
        self.progress.tally += tally;
    }

    pub(super) fn skip(&mut self, row: SkippedRow) {
        self.progress.skipped += 1;
        if self.skipped.len() < MAX_NAMED {
            self.skipped.push(row);
        }
    }

    pub(super) fn cut(&mut self, account: Option<AccountId>, cut: Cut) {
        self.cut.push((account, cut));
    }

    pub(super) fn fail(&mut self, account: Option<AccountId>, kind: DataKind, error: Error) {
        self.failed.push((account, kind, error));
    }

    /// Ends the run: the store remembers how it went, the listener hears it, the caller gets the report.
    pub(super) async fn close(mut self, end: Result<(), Stop>) -> LinkReport {
        let outcome = self.outcome(end);
        let record = self.record(&outcome).await;
        if let Err(error) = self.parts.store.record_sync(&record).await {
            // The data itself is stored; only the note about it is not. A link that was removed meanwhile has none.
            tracing::debug!(%error, "the outcome of a sync could not be kept");
        }
        self.tell(match &outcome {
            LinkOutcome::Complete => Stage::Done,
            LinkOutcome::Partial => Stage::Partial,
            LinkOutcome::Stopped => Stage::Stopped,
            LinkOutcome::Failed(error) => Stage::Failed(error.kind()),
        });
        LinkReport {
            link: self.progress.link,
            bank: self.progress.bank,
            outcome,
            pages: self.progress.pages,
            tally: self.progress.tally,
            skipped_count: self.progress.skipped,
            skipped: self.skipped,
            cut: self.cut,
            failed: self.failed,
        }
    }

    fn outcome(&mut self, end: Result<(), Stop>) -> LinkOutcome {
        match end {
            Ok(()) if self.progress.skipped == 0 && self.cut.is_empty() && self.failed.is_empty() => {
                LinkOutcome::Complete
            }
            Ok(()) => LinkOutcome::Partial,
            Err(Stop::Cut(cut)) => {
                self.cut(None, cut);
                LinkOutcome::Partial
            }
            Err(Stop::Cancelled) => LinkOutcome::Stopped,
            Err(Stop::NotAllowed) => LinkOutcome::Failed(Error::new(ErrorKind::BankRefused)),
            Err(Stop::Question(error) | Stop::Link(error)) => LinkOutcome::Failed(error),
        }
    }

    async fn record(&self, outcome: &LinkOutcome) -> SyncRecord {
        let known = self.parts.store.list_syncs().await.unwrap_or_default();
        let before = known.into_iter().find(|known| known.link == self.progress.link);
        let now = self.parts.clock.now();
        let (last_success, failing_since) = before.map_or((None, None), |it| (it.last_success, it.failing_since));
        let (end, last_success, failing_since) = match outcome {
            LinkOutcome::Complete => (SyncEnd::Complete, Some(now), None),
            LinkOutcome::Partial => (SyncEnd::Partial, last_success, None),
            LinkOutcome::Stopped => (SyncEnd::Stopped, last_success, failing_since),
            LinkOutcome::Failed(error) => {
                let code = error.kind().code().to_owned();
                (SyncEnd::Failed { code }, last_success, failing_since.or(Some(now)))
            }
        };
        SyncRecord {
            link: self.progress.link.clone(),
            started_at: self.started_at,
            finished_at: now,
            end,
            last_success,
            failing_since,
            retry_at: retry_at(outcome, now),
            pages: self.progress.pages,
            skipped: self.progress.skipped,
            tally: self.progress.tally,
        }
    }
}

fn retry_at(outcome: &LinkOutcome, now: Timestamp) -> Option<Timestamp> {
    let LinkOutcome::Failed(error) = outcome else { return None };
    let Advice::RetryAfter(wait) = error.advice() else { return None };
    SignedDuration::try_from(wait).ok().and_then(|wait| now.checked_add(wait).ok())
}
