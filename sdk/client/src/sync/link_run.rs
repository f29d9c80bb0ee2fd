//! One link's part of a sync: which accounts, then each account, then the report.

use std::collections::BTreeSet;

use moa_kernel::AccountId;
use tokio::time::Instant;

use super::journal::Journal;
use super::pages::{Line, Pages, is_about};
use super::runner::{Parts, SyncRequest};
use super::stop::Stop;
use super::{Cut, LinkReport, SkippedRow, Stage, lists, plan, window_run};
use crate::error::{Error, ErrorKind};
use crate::link::Link;
use crate::model::{Account, AccountRef, Sourced};
use crate::standards::{Capabilities, DataKind, Meaning, Question, Skipped};
use crate::store::{AccountProgress, Listing};

/// One link being synced.
pub(super) struct LinkRun<'a> {
    pub(super) parts: Parts<'a>,
    pub(super) link: Link,
    pub(super) journal: Journal<'a>,
    refused: BTreeSet<DataKind>,
}

impl<'a> LinkRun<'a> {
    pub(super) fn new(request: &'a SyncRequest, link: Link) -> Self {
        let parts = request.parts();
        let journal = Journal::open(&link, parts);
        Self { parts, link, journal, refused: BTreeSet::new() }
    }

    pub(super) async fn run(mut self) -> LinkReport {
        let end = self.read_everything().await;
        self.journal.close(end).await
    }

    async fn read_everything(&mut self) -> Result<(), Stop> {
        if !self.link.state_at(self.parts.clock.now()).is_usable() {
            return Err(Stop::Link(Error::new(ErrorKind::LinkEnded)));
        }
        let line = self.line()?;
        let offered = line.standard.capabilities();
        let accounts = self.read_accounts(&line).await?;
        let known = self.parts.store.list_progress(&self.link.id).await?;
        for account in &accounts {
            self.read_account(&line, account, &known, &offered).await?;
        }
        for question in plan::customer_questions(self.parts.data, &offered) {
            self.answer(&line, None, question).await?;
        }
        Ok(())
    }

    fn line(&self) -> Result<Line, Stop> {
        Ok(Line {
            link: self.link.clone(),
            ask: self.parts.ask.clone(),
            standard: self.parts.ask.standard(&self.link).map_err(Stop::Link)?,
            clock: self.parts.clock.clone(),
            cancel: self.parts.cancel.clone(),
            limits: self.parts.limits,
            deadline: Instant::now() + self.parts.limits.time_per_link,
        })
    }

    /// Without accounts there is nothing to ask about, so here every failure is the link's.
    async fn read_accounts(&mut self, line: &Line) -> Result<Vec<Sourced<Account>>, Stop> {
        self.journal.tell(Stage::ReadingAccounts);
        let (mut rows, complete) = match self.read_list(line, None, Question::Accounts, as_account).await {
            Ok(read) => read,
            Err(Stop::Question(error)) => return Err(Stop::Link(error)),
            Err(Stop::NotAllowed) => return Err(Stop::Link(Error::new(ErrorKind::BankRefused))),
            Err(Stop::Cut(cut)) => {
                self.journal.cut(None, cut);
                (Vec::new(), false)
            }
            Err(stop) => return Err(stop),
        };
        let too_many = rows.len() > self.parts.limits.accounts_per_link;
        if too_many {
            rows.truncate(self.parts.limits.accounts_per_link);
            self.journal.cut(None, Cut::TooManyRows);
        }
        let listing = Listing { rows: rows.clone(), complete: complete && !too_many };
        let tally = self.parts.store.put_accounts(&self.link.id, listing, self.parts.clock.now()).await?;
        self.journal.count(tally);
        Ok(rows)
    }

    async fn read_account(
        &mut self,
        line: &Line,
        account: &Sourced<Account>,
        known: &[AccountProgress],
        offered: &Capabilities,
    ) -> Result<(), Stop> {
        let id = &account.value.id;
        self.journal.begin_account(account.value.name());
        let known = known.iter().find(|known| known.account == *id);
        for question in plan::account_questions(id, known, self.parts.data, offered) {
            self.answer(line, Some(id), question).await?;
        }
        Ok(())
    }

    /// Asks one question and keeps the answer. Only what ends the whole link comes back as an error.
    async fn answer(&mut self, line: &Line, account: Option<&AccountId>, question: Question) -> Result<(), Stop> {
        let Some(kind) = question.data_kind().filter(|kind| !self.refused.contains(kind)) else { return Ok(()) };
        let end = match (&question, account) {
            (Question::Transactions(_, window), Some(account)) => {
                let key = AccountRef::new(self.link.id.clone(), account.clone());
                window_run::read(self, line, &key, *window).await
            }
            _ => lists::read(self, line, account, question).await,
        };
        match end {
            Ok(()) => Ok(()),
            Err(Stop::NotAllowed) => {
                self.refused.insert(kind);
                Ok(())
            }
            // Time is up for the whole link, not for this answer alone.
            Err(Stop::Cut(Cut::TookTooLong)) => Err(Stop::Cut(Cut::TookTooLong)),
            Err(Stop::Cut(cut)) => {
                self.journal.cut(account.cloned(), cut);
                Ok(())
            }
            Err(Stop::Question(error)) => {
                self.journal.fail(account.cloned(), kind, error);
                Ok(())
            }
            Err(stop @ (Stop::Cancelled | Stop::Link(_))) => Err(stop),
        }
    }

    /// Reads every page of a short list. The flag says whether that is all of it.
    pub(super) async fn read_list<T>(
        &mut self,
        line: &Line,
        account: Option<&AccountId>,
        question: Question,
        pick: fn(Meaning) -> Option<T>,
    ) -> Result<(Vec<Sourced<T>>, bool), Stop> {
        let Some(kind) = question.data_kind() else { return Ok((Vec::new(), false)) };
        let mut rows = Vec::new();
        let mut complete = true;
        let mut pages = Pages::of(line, question.clone());
        while let Some(leaf) = pages.next().await? {
            self.journal.turn_page();
            let mut skipped = leaf.page.skipped.clone();
            for record in &leaf.page.rows {
                let meant = is_about(&record.meaning, &question).then(|| pick(record.meaning.clone())).flatten();
                match meant {
                    Some(value) => rows.push(leaf.sourced(value, record)),
                    None => skipped.push(Skipped::stranger(record.index)),
                }
            }
            complete &= skipped.is_empty();
            for row in skipped {
                self.journal.skip(SkippedRow { account: account.cloned(), data: kind, page: leaf.number, row });
            }
        }
        Ok((rows, complete))
    }
}

fn as_account(meaning: Meaning) -> Option<Account> {
    match meaning {
        Meaning::Account(account) => Some(account),
        _ => None,
    }
}
