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
    /// When the bank says this was true.
    pub as_of: String,
    /// When Moa fetched it.
    pub fetched_at: String,
}

/// An account as a line on home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountRow {
    /// Which account.
    pub key: AccountRef,
    /// The name to show: the customer's nickname, else the bank's product name. Nothing, when the bank sent neither.
    pub name: Option<String>,
    /// The kind of account (`current`, `savings`, `creditCard`, `loan`, `mortgage`, `prepaid`, `other`, or the bank's code).
    pub kind: String,
    /// The last digits of its number, at most four, when the bank sent a number.
    pub last_four: Option<String>,
    /// Three capital letters.
    pub currency: Option<String>,
    /// The balance that counts in the total, or nothing when the bank gave none.
    pub balance: Option<BalanceFigure>,
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
    /// The number schemes and numbers, masked to their last four, as `["SortCodeAccountNumber ··4471"]`.
    pub numbers: Vec<String>,
}
