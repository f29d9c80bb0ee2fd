//! What can be asked of a store, and what it answers.

use jiff::civil::Date;
use moa_kernel::{Currency, LinkId, Money};

use super::{DetailKind, TransactionKey};
use crate::model::{AccountRef, Provenance, Transaction};

/// Which transactions, in which order, and which part of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransactionQuery {
    /// Only of this account.
    pub account: Option<AccountRef>,
    /// Only of this link.
    pub link: Option<LinkId>,
    /// Words that must all occur in the description, the names, the reference or the amount.
    pub search: Option<String>,
    /// Only money in, or only money out.
    pub direction: Option<Direction>,
    /// Only booked, or only pending.
    pub status: Option<StatusFilter>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day, included.
    pub to: Option<Date>,
    /// The order.
    pub sort: TransactionSort,
    /// How many rows to leave out at the beginning.
    pub offset: u64,
    /// How many rows to give. 0 asks for the total alone.
    pub limit: u32,
}

impl TransactionQuery {
    /// Whether only the account or link is asked for, so that prepared sums can answer.
    #[must_use]
    pub fn is_unfiltered(&self) -> bool {
        self.search.is_none()
            && self.direction.is_none()
            && self.status.is_none()
            && self.from.is_none()
            && self.to.is_none()
    }
}

/// Which way money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the account.
    In,
    /// From the account.
    Out,
}

/// In the books, or still on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusFilter {
    /// In the books.
    Booked,
    /// Pending, or to be booked on a later day.
    Pending,
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum TransactionSort {
    /// Pending first, then the newest day first.
    #[default]
    NewestFirst,
    /// The oldest day first, pending last.
    OldestFirst,
    /// The largest amount first, whichever way it went and whatever the currency.
    LargestFirst,
}

/// A line of a list of transactions. The bank's own text is left out: ask [`super::Store::find_transaction`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionRow {
    /// The store's name for it.
    pub key: TransactionKey,
    /// Its account.
    pub account: AccountRef,
    /// What it says.
    pub transaction: Transaction,
    /// Where it came from.
    pub provenance: Provenance,
}

/// Some rows of a long list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionWindow {
    /// How many rows the whole list has.
    pub total: u64,
    /// The rows that were asked for.
    pub rows: Vec<TransactionRow>,
}

/// One month of a list, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// The currency.
    pub currency: Currency,
    /// How many rows of the list are in it.
    pub count: u64,
    /// Booked money in.
    pub money_in: Money,
    /// Booked money out, negative or zero.
    pub money_out: Money,
}

/// What was booked on one day, on one account, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DaySum {
    /// The account.
    pub account: AccountRef,
    /// The day. None: what was booked without saying when.
    pub day: Option<Date>,
    /// Everything booked, added up: money in less money out.
    pub booked: Money,
}

/// Which short records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DetailQuery {
    /// Only of this link.
    pub link: Option<LinkId>,
    /// Only of this account.
    pub account: Option<AccountRef>,
    /// Only of this kind.
    pub kind: Option<DetailKind>,
}
