//! Transactions: a window of a long list, the months in it, and one of them with all that is known.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AccountRef, Amount, BankFace};

/// Booked, or still on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TransactionStatus {
    /// In the books.
    Booked,
    /// Announced or held; it may change or vanish.
    Pending,
    /// Refused by the bank after it was announced.
    Rejected,
    /// A code the standard does not know; the original record has it.
    Other,
}

/// Which way money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// To the account.
    In,
    /// From the account.
    Out,
}

/// Which directions to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DirectionFilter {
    /// Both.
    #[default]
    All,
    /// Money in.
    In,
    /// Money out.
    Out,
}

/// Which states to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum StatusFilter {
    /// Every state; pending ones come first in newest-first order.
    #[default]
    All,
    /// Booked only.
    Booked,
    /// Pending only.
    Pending,
}

/// In which order to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SortOrder {
    /// Newest day first.
    #[default]
    NewestFirst,
    /// Oldest day first.
    OldestFirst,
    /// Largest amount first, whichever way it went.
    LargestFirst,
}

/// What to list. Everything is optional: `{}` is every transaction of every account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct TransactionQuery {
    /// Only of this account.
    pub account: Option<AccountRef>,
    /// Words that must all occur in the name, the bank's own text or the amount. At most 200 characters.
    pub search: Option<String>,
    /// Only money in, or only money out.
    #[ts(optional, as = "Option<DirectionFilter>")]
    pub direction: DirectionFilter,
    /// Only booked, or only pending.
    #[ts(optional, as = "Option<StatusFilter>")]
    pub status: StatusFilter,
    /// First day, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Last day, `YYYY-MM-DD`, included.
    pub to: Option<String>,
    /// The order.
    #[ts(optional, as = "Option<SortOrder>")]
    pub sort: SortOrder,
}

/// A transaction as a line of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransactionRow {
    /// What this installation calls it; pass it to `transaction`. Stable for as long as the row exists.
    pub key: String,
    /// Which account.
    pub account: AccountRef,
    /// Which bank (look it up in the overview).
    pub bank: String,
    /// The day it counts on, in the bank's calendar, `YYYY-MM-DD`. Of a pending one it is the bank's forecast, or nothing.
    pub day: Option<String>,
    /// The name to show: who it came from or went to, tidied. Nothing, when the bank sent no text at all.
    pub title: Option<String>,
    /// The bank's own text, word for word.
    pub text: Option<String>,
    /// What sort of payment, as a code (`card`, `directDebit`, `standingOrder`, `transfer`, `interest`, `fee`, `cash`,
    /// `salary`, `refund`) when the bank's codes tell.
    pub kind: Option<String>,
    /// Booked or pending.
    pub status: TransactionStatus,
    /// Signed from the customer's view.
    pub amount: Amount,
    /// In or out.
    pub direction: Direction,
    /// The balance right after it, only when the bank sent one.
    pub balance_after: Option<Amount>,
    /// Whether it went between accounts of this person; `null` while nobody has looked.
    pub between_own_accounts: Option<bool>,
}

/// Some rows of a long list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransactionWindow {
    /// How many rows the whole list has.
    pub total: u32,
    /// The place of the first row given here.
    pub offset: u32,
    /// The rows, at most as many as were asked for and never more than 500.
    pub rows: Vec<TransactionRow>,
}

/// One month of a list, in one currency: what a sticky month header shows, and where to jump to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Month {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// How many rows of the list are in it. Rows of different currencies of one month are counted apart.
    pub rows: u32,
    /// Money in.
    pub money_in: Amount,
    /// Money out, negative or zero.
    pub money_out: Amount,
    /// Both together.
    pub net: Amount,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    /// The bank.
    pub bank: BankFace,
    /// The link whose permission it was fetched under.
    pub link: String,
    /// The bank's id of that permission.
    pub consent: Option<String>,
    /// The standard it was sent in (`uk`).
    pub standard: String,
    /// When.
    pub fetched_at: String,
}

/// A transaction with all that is known about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransactionDetail {
    /// The line as in the list.
    pub row: TransactionRow,
    /// The account's name, when it has one.
    pub account_name: Option<String>,
    /// The last digits of the account's number.
    pub account_last_four: Option<String>,
    /// When it was booked, as the bank sent it (with the bank's own zone).
    pub booked_at: Option<String>,
    /// When it has value, as the bank sent it.
    pub value_at: Option<String>,
    /// Who it came from or went to, as the bank names them.
    pub counterparty: Option<String>,
    /// The reference a person or payee gave.
    pub reference: Option<String>,
    /// The last digits of the card, when one was used.
    pub card_last_four: Option<String>,
    /// The amount in the other currency, when money was changed.
    pub original_amount: Option<Amount>,
    /// The bank's id of the transaction, when it gave one.
    pub bank_id: Option<String>,
    /// The bank's codes, as `[["BankTransactionCode", "ReceivedCreditTransfer"], …]`.
    pub codes: Vec<(String, String)>,
    /// Whether the title is a tidied form of the bank's text.
    pub title_was_tidied: bool,
    /// Where it comes from.
    pub provenance: Provenance,
    /// The record exactly as the bank sent it (JSON text).
    pub original: String,
}
