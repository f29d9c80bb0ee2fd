//! What a reply says, once it has been read.

use serde::{Deserialize, Serialize};

use crate::model::{
    Account, Balance, BankTime, Beneficiary, Consent, DirectDebit, Original, Party, ScheduledPayment, StandingOrder,
    Transaction,
};

/// Where the next page is. Opaque: it is given back as it came.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// Keeps a cursor.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One page of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<R> {
    /// What could be read, in the bank's order.
    pub rows: Vec<R>,
    /// What could not.
    pub skipped: Vec<Skipped>,
    /// Where the next page is. None: this was the last.
    pub next: Option<Cursor>,
    /// How many pages there are, when the bank says so.
    pub total_pages: Option<u32>,
    /// The first moment the bank has data for, when it says so.
    pub available_from: Option<BankTime>,
}

impl<R> Page<R> {
    /// A page that is the only one.
    #[must_use]
    pub const fn only(rows: Vec<R>) -> Self {
        Self { rows, skipped: Vec::new(), next: None, total_pages: None, available_from: None }
    }
}

/// A row that could not be read. It is reported, and whatever is stored of it stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Its place on its page.
    pub index: usize,
    /// Which field, and what is wrong with it. Never the value.
    pub reason: String,
    /// Whether it may have been a pending (or otherwise provisional) transaction.
    pub provisional: bool,
}

impl Skipped {
    /// A row that is about something else than what was asked for: another account, another kind of record.
    pub(crate) fn stranger(index: usize) -> Self {
        Self { index, reason: "the row is about something else than was asked for".to_owned(), provisional: false }
    }
}

/// A row: what it means, and the text it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its place on its page.
    pub index: usize,
    /// What it means.
    pub meaning: Meaning,
    /// What the bank sent.
    pub original: Original,
}

/// What a row can be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Meaning {
    /// An account.
    Account(Account),
    /// A balance.
    Balance(Balance),
    /// A transaction.
    Transaction(Box<Transaction>),
    /// A consent.
    Consent(Consent),
    /// A person or firm.
    Party(Party),
    /// A saved payee.
    Beneficiary(Beneficiary),
    /// A direct debit.
    DirectDebit(DirectDebit),
    /// A standing order.
    StandingOrder(Box<StandingOrder>),
    /// A scheduled payment.
    ScheduledPayment(Box<ScheduledPayment>),
}
