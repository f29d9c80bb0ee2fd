//! What goes into a store: pages, lists, the end of a window, and the count of what that changed.

use std::collections::HashSet;
use std::ops::AddAssign;

use jiff::civil::Date;
use moa_kernel::{AccountId, LinkId, TransactionId};
use serde::{Deserialize, Serialize};

use super::TransactionKey;
use crate::model::{
    AccountRef, Beneficiary, DirectDebit, Party, ScheduledPayment, Sourced, StandingOrder, Transaction,
};
use crate::standards::Window;

/// A short list that is always asked for as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<T> {
    /// What could be read.
    pub rows: Vec<Sourced<T>>,
    /// Whether that is all: every page was read and no row was skipped. Only then may the store let go of the rest.
    pub complete: bool,
}

/// A transaction and the store's name for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedTransaction {
    /// The name.
    pub key: TransactionKey,
    /// The transaction.
    pub sourced: Sourced<Transaction>,
}

/// A page of final transactions of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionPage {
    /// The account.
    pub account: AccountRef,
    /// The transactions.
    pub rows: Vec<KeyedTransaction>,
}

/// The end of a window that was read completely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedWindow {
    /// The account.
    pub account: AccountRef,
    /// The days that were asked for.
    pub window: Window,
    /// The day it was read on: how far the account is now known. Never the date of a transaction, since the date of a
    /// pending one is a forecast.
    pub read_on: Date,
    /// Everything in the window that may still change. It takes the place of what was provisional there before.
    pub provisional: Vec<KeyedTransaction>,
    /// Whether an unreadable row may have been provisional. Then nothing provisional is removed, only replaced.
    pub keep_unseen: bool,
    /// Every transaction of the window, to tell what gave way from what was not asked for.
    pub seen: Seen,
}

/// Which transactions a window had.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// By the store's names.
    pub keys: HashSet<TransactionKey>,
    /// By the bank's names, where it gave some.
    pub ids: HashSet<TransactionId>,
}

impl Seen {
    /// Notes a transaction.
    pub fn note(&mut self, keyed: &KeyedTransaction) {
        self.keys.insert(keyed.key.clone());
        self.ids.extend(keyed.sourced.value.id.clone());
    }
}

/// A short record about an account or a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "detail", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Detail {
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

/// Kinds of short records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DetailKind {
    /// People and firms.
    Party,
    /// Saved payees.
    Beneficiary,
    /// Direct debits.
    DirectDebit,
    /// Standing orders.
    StandingOrder,
    /// Scheduled payments.
    ScheduledPayment,
}

impl DetailKind {
    /// A stable word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Beneficiary => "beneficiary",
            Self::DirectDebit => "direct_debit",
            Self::StandingOrder => "standing_order",
            Self::ScheduledPayment => "scheduled_payment",
        }
    }
}

/// A list of short records of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailList {
    /// The link.
    pub link: LinkId,
    /// The account. None: they belong to the customer.
    pub account: Option<AccountId>,
    /// The kind.
    pub kind: DetailKind,
    /// The records.
    pub list: Listing<Detail>,
}

/// What a write changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// New records.
    pub added: u64,
    /// Known records that say something else now.
    pub changed: u64,
    /// Known records that say the same.
    pub unchanged: u64,
    /// Records that gave way: provisional ones that ended, and versions that another one replaced.
    pub removed: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.added = self.added.saturating_add(other.added);
        self.changed = self.changed.saturating_add(other.changed);
        self.unchanged = self.unchanged.saturating_add(other.unchanged);
        self.removed = self.removed.saturating_add(other.removed);
    }
}

impl Detail {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> DetailKind {
        match self {
            Self::Party(_) => DetailKind::Party,
            Self::Beneficiary(_) => DetailKind::Beneficiary,
            Self::DirectDebit(_) => DetailKind::DirectDebit,
            Self::StandingOrder(_) => DetailKind::StandingOrder,
            Self::ScheduledPayment(_) => DetailKind::ScheduledPayment,
        }
    }

    /// The bank's name for it, where it gave one.
    #[must_use]
    pub fn bank_id(&self) -> Option<&str> {
        match self {
            Self::Party(party) => party.id.as_deref(),
            Self::Beneficiary(payee) => payee.id.as_deref(),
            Self::DirectDebit(debit) => debit.id.as_deref(),
            Self::StandingOrder(order) => order.id.as_deref(),
            Self::ScheduledPayment(payment) => payment.id.as_deref(),
        }
    }
}
