//! The transactions of one account straight from its bank, as a stream.
//!
//! [`Transactions::stream`] fetches while it is read: the next page is asked for when the one before has been used up, and
//! nothing is asked for before the first item is wanted. The store has no part in it; for what is kept, ask the store.
//! Nothing is lost quietly: when rows could not be read, or the bank's pages were cut short, the stream says so in a last
//! item that is an error, after everything that could be read.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures::stream::unfold;
use futures::{Stream, StreamExt as _};
use jiff::civil::Date;
use moa_kernel::{AccountId, Clock};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::error::{CallContext, Error, ErrorKind};
use crate::link::Link;
use crate::model::{Sourced, Transaction};
use crate::standards::{Meaning, Question, Skipped, Window};
use crate::sync::pages::{Line, Pages, is_about};
use crate::sync::{Ask, Limits, Stop};

/// As good as never: each request has its own time limit, and a reader may take its time between two pages.
const NEVER: Duration = Duration::from_secs(365 * 24 * 3600);

/// A question for transactions, to be finished with [`Transactions::stream`] or [`Transactions::pages`].
#[derive(Clone)]
pub struct Transactions {
    ask: Arc<dyn Ask>,
    clock: Arc<dyn Clock>,
    link: Link,
    account: AccountId,
    window: Window,
    limits: Limits,
}

/// A page of transactions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionsPage {
    /// Its number, from 1.
    pub number: u32,
    /// How many there are, when the bank says so.
    pub of: Option<u32>,
    /// What could be read, in the bank's order.
    pub transactions: Vec<Sourced<Transaction>>,
    /// What could not.
    pub skipped: Vec<Skipped>,
}

impl Transactions {
    /// The transactions of an account, as far back as the bank gives them.
    #[must_use]
    pub fn new(ask: Arc<dyn Ask>, clock: Arc<dyn Clock>, link: Link, account: AccountId) -> Self {
        Self { ask, clock, link, account, window: Window::default(), limits: Limits::default() }
    }

    /// Only from this day of the bank's calendar on.
    #[must_use]
    pub const fn since(mut self, day: Date) -> Self {
        self.window.from = Some(day);
        self
    }

    /// Only until this day, included.
    #[must_use]
    pub const fn until(mut self, day: Date) -> Self {
        self.window.to = Some(day);
        self
    }

    /// With other limits.
    #[must_use]
    pub const fn limited_to(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// One transaction after the other. An error is the last item.
    pub fn stream(self) -> impl Stream<Item = Result<Sourced<Transaction>, Error>> + Send {
        let start = Reading { pages: Some(self.open()), waiting: VecDeque::new(), skipped: 0, bank: self.link.bank };
        unfold(start, |mut reading| async move { Some((reading.next().await?, reading)) }).fuse()
    }

    /// One page after the other, with what could not be read. An error is the last item.
    pub fn pages(self) -> impl Stream<Item = Result<TransactionsPage, Error>> + Send {
        unfold(Some(self.open()), |pages| async move {
            let mut pages = pages?.ok()?;
            match read_page(&mut pages).await {
                Ok(page) => Some((Ok(page?), Some(Ok(pages)))),
                Err(error) => Some((Err(error), None)),
            }
        })
        .fuse()
    }

    fn open(&self) -> Result<Pages, Error> {
        let line = Line {
            standard: self.ask.standard(&self.link)?,
            link: self.link.clone(),
            ask: Arc::clone(&self.ask),
            clock: Arc::clone(&self.clock),
            cancel: CancellationToken::new(),
            limits: self.limits,
            deadline: Instant::now() + NEVER,
        };
        Ok(Pages::of(&line, Question::Transactions(self.account.clone(), self.window)))
    }
}

/// A stream on its way.
struct Reading {
    pages: Option<Result<Pages, Error>>,
    waiting: VecDeque<Sourced<Transaction>>,
    skipped: usize,
    bank: moa_kernel::BankId,
}

impl Reading {
    async fn next(&mut self) -> Option<Result<Sourced<Transaction>, Error>> {
        loop {
            if let Some(transaction) = self.waiting.pop_front() {
                return Some(Ok(transaction));
            }
            let mut pages = match self.pages.take()? {
                Ok(pages) => pages,
                Err(error) => return Some(Err(error)),
            };
            match read_page(&mut pages).await {
                Ok(Some(page)) => {
                    self.skipped += page.skipped.len();
                    self.waiting.extend(page.transactions);
                    self.pages = Some(Ok(pages));
                }
                Ok(None) if self.skipped == 0 => return None,
                Ok(None) => {
                    let context = CallContext::of_bank(&self.bank);
                    return Some(Err(Error::new(ErrorKind::Unreadable).within(context)));
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

async fn read_page(pages: &mut Pages) -> Result<Option<TransactionsPage>, Error> {
    let Some(leaf) = pages.next().await.map_err(Stop::into_error)? else { return Ok(None) };
    let mut skipped = leaf.page.skipped.clone();
    let mut transactions = Vec::with_capacity(leaf.page.rows.len());
    for record in &leaf.page.rows {
        match &record.meaning {
            Meaning::Transaction(transaction) if is_about(&record.meaning, pages.question()) => {
                transactions.push(leaf.sourced((**transaction).clone(), record));
            }
            _ => skipped.push(Skipped::stranger(record.index)),
        }
    }
    Ok(Some(TransactionsPage { number: leaf.number, of: leaf.page.total_pages, transactions, skipped }))
}

#[cfg(test)]
mod tests;
