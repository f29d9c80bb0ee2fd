//! Accounts and their balances.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Amount, BankFace, Health};

/// Which account: a bank's account id is unique only within its link.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountRef {
    /// The link.
    pub link: String,
    /// The bank's id of the account.
    pub account: String,
}

/// One balance the bank gave, with its age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BalanceFigure {
    /// How much, credit lines left out.
    pub amount: Amount,
    /// The kind of balance as the standard calls it (ISO 20022: `CLBD` closing booked, `ITAV` interim available, …).
    pub kind: String,
    /// Whether holds and pending entries are already counted in.
    pub includes_pending: bool,
    /// When the bank says this was true: a moment, or a day (`YYYY-MM-DD`) when it gave only that. Nothing, when the bank
    /// did not say: then `fetchedAt` is all that is known of its age.
    pub as_of: Option<String>,
    /// When Moa fetched it.
    pub fetched_at: String,
    /// Whether credit the bank grants was taken out of the bank's figure, so that only own money is shown.
    pub credit_taken_out: bool,
}

/// Why an account has no balance in a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum NoBalanceReason {
    /// The bank gave none, or none has been fetched yet.
    NotGiven,
    /// The bank gave only figures that are not the customer's own money: forecasts, or amounts with credit in them.
    NotOwnMoney,
    /// The bank no longer lists the account, so its last figure is shown but not counted.
    NoLongerListed,
}

/// An account as a line on home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountRow {
    /// Which account.
    pub key: AccountRef,
    /// The name to show: the customer's nickname, else the bank's product name. Nothing, when the bank sent neither.
    pub name: Option<String>,
    /// The kind of account (`current`, `savings`, `card`, `loan`, `mortgage`, `eMoney`, `prepaid`, `isa`), or the bank's
    /// own code when it is none of these. Nothing, when the bank did not say.
    pub kind: Option<String>,
    /// The last digits of its number, at most four, when the bank sent a number.
    pub last_four: Option<String>,
    /// Three capital letters.
    pub currency: Option<String>,
    /// The balance that counts in the total, or nothing when there is none: `noBalance` says why.
    pub balance: Option<BalanceFigure>,
    /// Of an account with several currencies: the balances in the others. They count in their currencies' totals.
    pub other_currencies: Vec<BalanceFigure>,
    /// Why this account is in no total.
    pub no_balance: Option<NoBalanceReason>,
    /// What is left after pending entries, when the bank says so and it differs.
    pub available: Option<BalanceFigure>,
    /// The credit line that is not the customer's money, when there is one.
    pub credit_line: Option<Amount>,
    /// The bank no longer lists this account; what is here is history.
    pub no_longer_updated: bool,
}

/// The head of the account page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountDetail {
    /// The line as on home.
    pub row: AccountRow,
    /// Whose bank.
    pub bank: BankFace,
    /// How its link is doing.
    pub health: Health,
    /// Every balance of the account, in the bank's order.
    pub balances: Vec<BalanceFigure>,
    /// How many transactions are stored.
    pub transactions: u32,
    /// How many of them are pending.
    pub pending: u32,
    /// What all pending entries come to, when they have one currency.
    pub pending_total: Option<Amount>,
    /// The name of the holder as the bank wrote it.
    pub holder: Option<String>,
    /// Its numbers, masked.
    pub numbers: Vec<NumberHint>,
}

/// A number of an account, masked: enough to recognise it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NumberHint {
    /// Whose numbering it follows, as the standard calls it (`SortCodeAccountNumber`, `IBAN`, `PAN`).
    pub scheme: String,
    /// Its last letters or digits, at most four.
    pub last_four: String,
}
