//! Wire to meaning, and nothing else.
//!
//! One function per resource, each total in its optional fields and strict in what money depends on: an amount that does
//! not follow the grammar, an indicator that is neither Credit nor Debit, a currency that is none, and the row is not
//! understood. A sign is never guessed.

mod account;
mod amount;
mod balance;
mod counterparty;
mod planned;
mod transaction;

use moa_kernel::AccountId;
use moa_wire::DateTimeText;

pub(super) use account::{account, party};
pub(super) use balance::balance;
pub(super) use planned::{beneficiary, direct_debit, scheduled_payment, standing_order};
pub(super) use transaction::transaction;

use crate::model::BankTime;

/// Why a row has no meaning we could act upon: which field, and what is wrong with it. Never its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unmappable(pub(super) &'static str);

pub(super) fn time(text: &DateTimeText, wrong: &'static str) -> Result<BankTime, Unmappable> {
    BankTime::new(text.as_str()).map_err(|_| Unmappable(wrong))
}

pub(super) fn optional_time(text: Option<&DateTimeText>, wrong: &'static str) -> Result<Option<BankTime>, Unmappable> {
    text.map(|text| time(text, wrong)).transpose()
}

fn account_id(text: String) -> Result<AccountId, Unmappable> {
    AccountId::new(text).map_err(|_| Unmappable("AccountId is not an id"))
}

/// An empty text says as little as an absent one.
fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}
