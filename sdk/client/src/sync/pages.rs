//! Follows the pages of one answer, and knows when to stop.
//!
//! The bank decides how many pages there are, so we decide how many we read: pages, rows and time are capped, and a cursor
//! that was followed before ends the answer (a bank that pages in circles would keep us for ever). What is cut short is
//! said to be cut short.

use std::collections::HashSet;
use std::sync::Arc;

use moa_kernel::Clock;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Ask, Cut, Limits, Stop};
use crate::link::Link;
use crate::model::{Provenance, Sourced};
use crate::standards::{Cursor, Meaning, Page, Question, Record, Standard};

/// What it takes to ask one link.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) link: Link,
    pub(crate) ask: Arc<dyn Ask>,
    pub(crate) standard: Arc<dyn Standard>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) cancel: CancellationToken,
    pub(crate) limits: Limits,
    pub(crate) deadline: Instant,
}

/// A page, with where it came from.
pub(crate) struct Leaf {
    /// Its number, from 1.
    pub(crate) number: u32,
    pub(crate) page: Page<Record>,
    pub(crate) provenance: Provenance,
}

impl Leaf {
    /// A row with its source.
    pub(crate) fn sourced<T>(&self, value: T, record: &Record) -> Sourced<T> {
        Sourced { value, provenance: self.provenance.clone(), original: record.original.clone() }
    }
}

/// Reads the pages of the answer to one question, in order.
pub(crate) struct Pages {
    line: Line,
    question: Question,
    next: Place,
    followed: HashSet<Cursor>,
    read: u32,
    rows: usize,
}

enum Place {
    First,
    After(Cursor),
    Nowhere,
}

impl Pages {
    pub(crate) fn of(line: &Line, question: Question) -> Self {
        Self { line: line.clone(), question, next: Place::First, followed: HashSet::new(), read: 0, rows: 0 }
    }

    /// What is asked.
    pub(crate) const fn question(&self) -> &Question {
        &self.question
    }

    /// The next page. None after the last.
    pub(crate) async fn next(&mut self) -> Result<Option<Leaf>, Stop> {
        let after = match std::mem::replace(&mut self.next, Place::Nowhere) {
            Place::Nowhere => return Ok(None),
            Place::First => None,
            Place::After(cursor) => Some(self.follow(cursor)?),
        };
        let page = self.fetch(after.as_ref()).await?;
        self.read += 1;
        self.rows += page.rows.len() + page.skipped.len();
        if self.rows > self.line.limits.rows_per_answer {
            return Err(Stop::Cut(Cut::TooManyRows));
        }
        self.next = page.next.clone().map_or(Place::Nowhere, Place::After);
        Ok(Some(Leaf { number: self.read, page, provenance: self.provenance() }))
    }

    fn follow(&mut self, cursor: Cursor) -> Result<Cursor, Stop> {
        if self.read >= self.line.limits.pages_per_answer {
            return Err(Stop::Cut(Cut::TooManyPages));
        }
        if !self.followed.insert(cursor.clone()) {
            return Err(Stop::Cut(Cut::WentInCircles));
        }
        Ok(cursor)
    }

    async fn fetch(&self, after: Option<&Cursor>) -> Result<Page<Record>, Stop> {
        let ask = self.line.standard.ask(&self.question, after).map_err(Stop::unsupported)?;
        let sending = self.line.ask.send(&self.line.link, ask);
        let reply = tokio::select! {
            // Being told to stop wins over a reply that arrives at the same time.
            biased;
            () = self.line.cancel.cancelled() => return Err(Stop::Cancelled),
            reply = tokio::time::timeout_at(self.line.deadline, sending) => reply,
        };
        let reply = reply.map_err(|_| Stop::Cut(Cut::TookTooLong))?.map_err(Stop::from)?;
        let page = self.line.standard.read(&self.question, &reply);
        page.map_err(|error| Stop::unreadable(error, reply.context(&self.line.link.bank)))
    }

    fn provenance(&self) -> Provenance {
        Provenance {
            link: self.line.link.id.clone(),
            bank: self.line.link.bank.clone(),
            consent: self.line.link.consent.clone(),
            standard: self.line.standard.capabilities().standard.to_owned(),
            fetched_at: self.line.clock.now(),
        }
    }
}

/// Whether a record of an account's answer is about that account. A bank that mixes accounts up must not mix ours.
pub(crate) fn is_about(meaning: &Meaning, question: &Question) -> bool {
    let (Question::Balances(asked)
    | Question::Transactions(asked, _)
    | Question::Beneficiaries(asked)
    | Question::DirectDebits(asked)
    | Question::StandingOrders(asked)
    | Question::ScheduledPayments(asked)) = question
    else {
        return true;
    };
    let answered = match meaning {
        Meaning::Balance(balance) => Some(&balance.account),
        Meaning::Transaction(transaction) => Some(&transaction.account),
        Meaning::Beneficiary(payee) => payee.account.as_ref(),
        Meaning::DirectDebit(debit) => Some(&debit.account),
        Meaning::StandingOrder(order) => Some(&order.account),
        Meaning::ScheduledPayment(payment) => Some(&payment.account),
        Meaning::Account(_) | Meaning::Consent(_) | Meaning::Party(_) => None,
    };
    answered.is_none_or(|answered| answered == asked)
}
