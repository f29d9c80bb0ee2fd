//! Home: everything a person has, currencies kept apart.

use serde::Serialize;
use ts_rs::TS;

use super::{AccountRow, Amount, BankFace, Health};

/// The whole home screen but recent activity, which is a transaction window over every account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// What to call the person: the given name a bank has of them, when one has.
    pub person: Option<String>,
    /// One total per currency, the one with most accounts first.
    pub totals: Vec<CurrencyTotal>,
    /// Accounts by bank, in the order the banks were linked.
    pub banks: Vec<BankGroup>,
    /// How many accounts have no balance; they are in no total.
    pub without_balance: u32,
    /// When the last sync ended, when there was one.
    pub last_sync: Option<String>,
    /// Whether a sync is running now.
    pub syncing: bool,
}

/// Everything in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CurrencyTotal {
    /// The sum of every balance in this currency, debts included.
    pub total: Amount,
    /// How many accounts are in the sum.
    pub accounts: u32,
    /// Where it comes from: one entry per link, largest first.
    pub shares: Vec<BankShare>,
    /// When the oldest part of the sum was true (a moment or a day), as far as the banks say.
    pub oldest_as_of: Option<String>,
    /// How it came to be over the last days. None when that is not known exactly: then there is no line to draw.
    pub trend: Option<Trend>,
}

/// A total over the last days, counted back from its balances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Trend {
    /// The total at the end of each day, oldest first; the last is the total of now.
    pub points: Vec<TrendPoint>,
    /// The first day of this month.
    pub since: String,
    /// What the total gained, or lost, since that day began. Transfers between own accounts cancel out.
    pub change: Amount,
}

/// A total at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrendPoint {
    /// The day.
    pub day: String,
    /// The total.
    pub total: Amount,
}

/// One bank's part of a total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BankShare {
    /// The link.
    pub link: String,
    /// The bank, for its colour.
    pub bank: BankFace,
    /// What it adds to the total, debts included.
    pub amount: Amount,
    /// Its part of the strip in thousandths: shares of positive balances only. They add up to 1000, or are all 0.
    pub permille: u32,
}

/// One bank and its accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BankGroup {
    /// The link.
    pub link: String,
    /// The bank.
    pub bank: BankFace,
    /// How the link is doing.
    pub health: Health,
    /// Its accounts, in the bank's order.
    pub accounts: Vec<AccountRow>,
}
