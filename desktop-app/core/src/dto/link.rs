//! Links: what each bank lets Moa read, since when and until when.

use serde::Serialize;
use ts_rs::TS;

use super::{BankFace, Health};

/// The state of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LinkStateCode {
    /// Moa may read.
    Active,
    /// The bank no longer accepts the permission; connecting again brings it back.
    NeedsReconnect,
    /// The time is up.
    Expired,
    /// Taken back at the bank.
    Revoked,
}

/// Something a bank was asked to let Moa read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// Names and numbers of accounts.
    Accounts,
    /// Balances.
    Balances,
    /// Transactions.
    Transactions,
    /// Who the customer is.
    Party,
    /// Saved payees.
    Beneficiaries,
    /// Direct debits.
    DirectDebits,
    /// Standing orders.
    StandingOrders,
    /// Scheduled payments.
    ScheduledPayments,
    /// Anything else the bank's standard has a word for.
    Other,
}

/// A link as a line of the permissions screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkRow {
    /// The link.
    pub id: String,
    /// The bank.
    pub bank: BankFace,
    /// Its state.
    pub state: LinkStateCode,
    /// How it is doing.
    pub health: Health,
    /// What the person allowed.
    pub permissions: Vec<Permission>,
    /// Since when.
    pub since: String,
    /// Until when, when it ends.
    pub until: Option<String>,
    /// How many accounts it covers, as far as is known.
    pub accounts: u32,
    /// When Moa last read something under it.
    pub last_used: Option<String>,
    /// The bank's id of the permission, for a call to the bank.
    pub consent: Option<String>,
}
