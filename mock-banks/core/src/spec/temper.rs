//! What a bank does its own way. The standards leave room; a temper says how one bank fills it.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::ledger::{BalanceKind, Status, Transaction};

/// How one bank answers where the standard leaves it free.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Temper {
    /// How many items a page of transactions has, 1 to 1000.
    pub page_size: u32,
    /// Which balances it tells, the one it shows first, first.
    pub balances: Vec<BalanceKind>,
    /// How an agreed credit line shows in the available balance.
    #[serde(default)]
    pub credit_line: CreditLineShown,
    /// Which transactions have an id.
    #[serde(default)]
    pub transaction_ids: TransactionIds,
    /// Which booking date a pending item gets.
    #[serde(default)]
    pub pending_date: PendingDate,
    /// Optional fields that this bank leaves out.
    #[serde(default)]
    pub leaves_out: BTreeSet<OptionalField>,
}

/// How an agreed credit line shows in the available balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CreditLineShown {
    /// It is added to the available amount, and the answer says so.
    Included,
    /// It is told beside the amount.
    #[default]
    Beside,
    /// It is not told at all.
    LeftOut,
}

/// Which transactions have an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransactionIds {
    /// All.
    #[default]
    Always,
    /// Those that are booked.
    BookedOnly,
    /// Those that are booked and did not come from the bank itself (interest and fees have none).
    Sometimes,
}

/// Which booking date a pending item gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PendingDate {
    /// The moment the hold was placed.
    #[default]
    Placed,
    /// A forecast: the day it will probably be booked.
    Expected,
}

/// A field that the standard lets a bank leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OptionalField {
    /// What the owner calls the account.
    AccountNickname,
    /// What the bank calls the product.
    AccountDescription,
    /// Who keeps the account.
    AccountServicer,
    /// When the account was opened.
    AccountOpeningDate,
    /// The reference of a transaction.
    TransactionReference,
    /// The day from which interest counts.
    ValueDate,
    /// The balance after a transaction.
    RunningBalance,
    /// The merchant's name and category.
    Merchant,
    /// The ISO 20022 code of a transaction.
    BankTransactionCode,
    /// The other side of a transaction.
    Counterparty,
    /// E-mail, telephone and address of the customer.
    PartyContact,
    /// Ids of beneficiaries, direct debits, standing orders and scheduled payments.
    ArrangementIds,
}

impl Temper {
    /// Whether this bank tells the field.
    #[must_use]
    pub fn tells(&self, field: OptionalField) -> bool {
        !self.leaves_out.contains(&field)
    }

    /// Whether this bank tells the transaction's id.
    #[must_use]
    pub fn tells_id_of(&self, transaction: &Transaction) -> bool {
        match self.transaction_ids {
            TransactionIds::Always => true,
            TransactionIds::BookedOnly => transaction.status == Status::Booked,
            TransactionIds::Sometimes => {
                transaction.status == Status::Booked && !transaction.particulars.kind.is_of_the_bank_itself()
            }
        }
    }
}
