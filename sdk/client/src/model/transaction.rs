//! Transactions: movements seen from the account, so what leaves is negative and no direction stands beside the amount.
//!
//! Nothing in here is an identity: the bank's id may be missing or come twice, and before a transaction is booked
//! everything about it may change. [`sync`](crate::sync) is where two sightings of one transaction are recognised.

use jiff::Timestamp;
use jiff::civil::Date;
use moa_kernel::{AccountId, Currency, Decimal, Money, TransactionId};
use moa_wire::open_codes;
use serde::{Deserialize, Serialize};

use super::{BalanceKind, BankTime, Counterparty};

/// Money that moved, is about to, or was refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Transaction {
    /// The account.
    pub account: AccountId,
    /// The bank's name for it. Often absent, and not unique at every bank: never an identity on its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<TransactionId>,
    /// A reference of the bank or the payer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// How much, negative when it leaves the account.
    pub amount: Money,
    /// How far it has come.
    pub status: TransactionStatus,
    /// Whether the bank says that it may still change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mutability: Option<Mutability>,
    /// When it was booked. Of a pending transaction it is the bank's forecast.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booked: Option<BankTime>,
    /// When it counts for interest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valued: Option<BankTime>,
    /// What the statement says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant: Option<Merchant>,
    /// The other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterparty: Option<Counterparty>,
    /// The exchange, when it was paid in another currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<CurrencyExchange>,
    /// What the bank took for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<Money>,
    /// Its code in the ISO 20022 set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<BankTransactionCode>,
    /// Its code in the bank's own set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proprietary_code: Option<String>,
    /// The balance after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance_after: Option<RunningBalance>,
    /// The card it was made with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardUse>,
    /// What it was for (ISO 20022 purpose or category purpose).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
}

impl Transaction {
    /// Whether a later sync may bring it back changed or under another id. Only what is booked and not declared mutable
    /// is final (UK v4: pending is always mutable, booked without the flag is immutable).
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.status != TransactionStatus::Booked || self.mutability == Some(Mutability::Mutable)
    }

    /// The day it counts on: when it was booked, else when it is valued.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.time().map(BankTime::day)
    }

    /// The moment of that day, where the bank tells one.
    #[must_use]
    pub fn moment(&self) -> Option<Timestamp> {
        self.time().and_then(BankTime::at)
    }

    fn time(&self) -> Option<&BankTime> {
        self.booked.as_ref().or(self.valued.as_ref())
    }

    /// What to call it: the shop, else the other side, else the statement's words.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        let merchant = self.merchant.as_ref().and_then(|merchant| merchant.name.as_deref());
        let other = self.counterparty.as_ref().and_then(|other| other.name.as_deref());
        merchant.or(other).or(self.description.as_deref()).or(self.reference.as_deref())
    }
}

open_codes! {
    /// How far a transaction has come (ISO 20022 entry status).
    #[non_exhaustive]
    TransactionStatus {
        /// It is in the books.
        Booked = "BOOK",
        /// It is on its way, and may still change or vanish.
        Pending = "PDNG",
        /// It was refused. No money moved.
        Rejected = "RJCT",
        /// For information only. No money moved.
        Information = "INFO",
        /// It will be booked on a later day.
        Future = "FUTR",
    }
}

open_codes! {
    /// Whether a transaction may still change.
    #[non_exhaustive]
    Mutability {
        /// It may.
        Mutable = "Mutable",
        /// It may not.
        Immutable = "Immutable",
    }
}

/// A shop.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Merchant {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it sells (ISO 18245).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category_code: Option<String>,
}

/// How one currency became another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CurrencyExchange {
    /// The currency that was exchanged.
    pub source: Currency,
    /// The currency it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Currency>,
    /// The currency the rate is quoted in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Currency>,
    /// The rate, digit for digit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Decimal>,
    /// What was asked for. Unsigned, as the bank states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructed: Option<Money>,
}

/// A transaction's code in the ISO 20022 set.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BankTransactionCode {
    /// The family.
    pub code: String,
    /// The member of the family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_code: Option<String>,
}

/// The balance after a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RunningBalance {
    /// Which balance it is.
    pub kind: BalanceKind,
    /// How much, signed.
    pub amount: Money,
}

/// The card a transaction was made with.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CardUse {
    /// Whose card it is (VISA, …).
    pub scheme: String,
    /// How it was used (Contactless, PIN, …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation: Option<String>,
    /// The name on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its number, masked by the bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}
