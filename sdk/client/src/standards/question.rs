//! What can be asked of a bank, in no standard's words.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use moa_kernel::{AccountId, ConsentId};
use serde::{Deserialize, Serialize};

/// A question to a bank.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Question {
    /// Make a consent.
    CreateConsent(ConsentAsk),
    /// How does a consent stand?
    ReadConsent(ConsentId),
    /// End a consent.
    DeleteConsent(ConsentId),
    /// Which accounts are there?
    Accounts,
    /// What does an account hold?
    Balances(AccountId),
    /// What moved on an account?
    Transactions(AccountId, Window),
    /// Who is the customer?
    Party,
    /// Who holds an account?
    AccountParty(AccountId),
    /// Which payees are saved?
    Beneficiaries(AccountId),
    /// Who may take money?
    DirectDebits(AccountId),
    /// What is sent again and again?
    StandingOrders(AccountId),
    /// What will be sent on a later day?
    ScheduledPayments(AccountId),
}

impl Question {
    /// What to show with the request: the app's own token, or the customer's.
    #[must_use]
    pub const fn credential(&self) -> Credential {
        match self {
            Self::CreateConsent(_) | Self::ReadConsent(_) | Self::DeleteConsent(_) => Credential::App,
            _ => Credential::Customer,
        }
    }

    /// What it is about, as a permission a customer gives. None for consents themselves.
    #[must_use]
    pub const fn data_kind(&self) -> Option<DataKind> {
        match self {
            Self::CreateConsent(_) | Self::ReadConsent(_) | Self::DeleteConsent(_) => None,
            Self::Accounts => Some(DataKind::Accounts),
            Self::Balances(_) => Some(DataKind::Balances),
            Self::Transactions(..) => Some(DataKind::Transactions),
            Self::Party | Self::AccountParty(_) => Some(DataKind::Party),
            Self::Beneficiaries(_) => Some(DataKind::Beneficiaries),
            Self::DirectDebits(_) => Some(DataKind::DirectDebits),
            Self::StandingOrders(_) => Some(DataKind::StandingOrders),
            Self::ScheduledPayments(_) => Some(DataKind::ScheduledPayments),
        }
    }
}

/// Whose token a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Credential {
    /// The app's own (client credentials).
    App,
    /// The one a customer's approval gave.
    Customer,
}

/// Days of a bank's calendar, both ends included. An open end leaves it to the bank.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Window {
    /// From a day on.
    #[must_use]
    pub const fn since(day: Date) -> Self {
        Self { from: Some(day), to: None }
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Kinds of data a customer can allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DataKind {
    /// Accounts with their numbers.
    Accounts,
    /// Balances.
    Balances,
    /// Transactions with their details.
    Transactions,
    /// The customer, and who holds an account.
    Party,
    /// Saved payees.
    Beneficiaries,
    /// Direct debits.
    DirectDebits,
    /// Standing orders.
    StandingOrders,
    /// Scheduled payments.
    ScheduledPayments,
}

impl DataKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Accounts,
        Self::Balances,
        Self::Transactions,
        Self::Party,
        Self::Beneficiaries,
        Self::DirectDebits,
        Self::StandingOrders,
        Self::ScheduledPayments,
    ];
}

/// What a new consent should allow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsentAsk {
    /// The kinds of data. Accounts are always part of it.
    pub data: BTreeSet<DataKind>,
    /// When it should end. None: it has no end of its own.
    pub expires_at: Option<Timestamp>,
    /// The first day of transactions.
    pub transactions_from: Option<Date>,
    /// The last day of transactions.
    pub transactions_to: Option<Date>,
}

/// What a standard can express.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// Its name and version, as provenance shows it (`uk/v4.0`).
    pub standard: &'static str,
    /// The kinds of data it knows.
    pub data: &'static [DataKind],
    /// Whether transactions can be asked for by window of days.
    pub date_windows: bool,
    /// Whether several windows of one account may be asked for at once.
    pub parallel_windows: bool,
}
