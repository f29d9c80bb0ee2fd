//! An account's side of an entry, with everything the bank prints about it.

use moa_kernel::{AccountId, Currency, Decimal, Money, Timestamp, TransactionId};
use serde::{Deserialize, Serialize};

use super::AccountNumber;

/// One line of an account's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The bank's id of it, unchanging. A pending item gets a new one when it is booked.
    pub id: TransactionId,
    /// Whose history.
    pub account: AccountId,
    /// Booked or pending.
    pub status: Status,
    /// The amount, signed from the customer's view.
    pub amount: Money,
    /// When it was booked, or (pending) when the bank expects to book it.
    pub booked_at: Timestamp,
    /// From when interest counts; for a pending item, when it was announced.
    pub value_at: Timestamp,
    /// The balance after it, in the same currency. A pending item has none.
    pub balance_after: Option<Money>,
    /// What the bank prints about it.
    pub particulars: Particulars,
}

/// Whether money has moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// It has.
    Booked,
    /// It will, probably.
    Pending,
}

/// What a bank prints about a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Particulars {
    /// The line on the statement, as messy as lines on statements are.
    pub text: String,
    /// What sort of movement it was.
    pub kind: Kind,
    /// The reference that payer and payee agreed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Where a card was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merchant: Option<Merchant>,
    /// The other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterparty: Option<Counterparty>,
    /// How one currency became another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Exchange>,
}

/// Where a card was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merchant {
    /// The merchant's name.
    pub name: String,
    /// The merchant category code: four digits (ISO 18245).
    pub category: String,
}

/// The other side of a transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counterparty {
    /// Their name.
    pub name: String,
    /// Their account, where the bank knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<AccountNumber>,
}

/// How one currency became another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// What was paid or received, unsigned, in the other currency.
    pub instructed: Money,
    /// The currency of the account.
    pub target: Currency,
    /// How many units of `target` one unit of the other currency cost.
    pub rate: Decimal,
    /// When the rate was fixed.
    pub quoted_at: Timestamp,
}

/// What sort of movement a transaction was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A card at a till or a website.
    CardPayment,
    /// A card at a till abroad.
    CardPaymentAbroad,
    /// A merchant gave money back.
    CardRefund,
    /// Cash from a machine.
    CashWithdrawal,
    /// A company collected what it was allowed to.
    DirectDebit,
    /// The customer's own regular payment.
    StandingOrder,
    /// Pay.
    Salary,
    /// Money from somebody else.
    TransferIn,
    /// Money to somebody else.
    TransferOut,
    /// Money from another account of the same customer at this bank.
    OwnTransferIn,
    /// Money to another account of the same customer at this bank.
    OwnTransferOut,
    /// One currency of an account became another.
    CurrencyExchange,
    /// Interest the bank paid.
    InterestPaid,
    /// Interest the bank took.
    InterestCharged,
    /// What the bank charged for something.
    Fee,
}

impl Status {
    /// The ISO 20022 code (`ExternalEntryStatus1Code`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Booked => "BOOK",
            Self::Pending => "PDNG",
        }
    }
}

impl Kind {
    /// The ISO 20022 family and sub-family (`ExternalBankTransactionFamily1Code`, `…SubFamily1Code`).
    #[must_use]
    pub const fn iso(self) -> (&'static str, &'static str) {
        match self {
            Self::CardPayment => ("CCRD", "POSD"),
            Self::CardPaymentAbroad => ("CCRD", "XBCP"),
            Self::CardRefund => ("CCRD", "RIMB"),
            Self::CashWithdrawal => ("CCRD", "CWDL"),
            Self::DirectDebit => ("RDDT", "PMDD"),
            Self::StandingOrder => ("ICDT", "STDO"),
            Self::Salary => ("RCDT", "SALA"),
            Self::TransferIn => ("RCDT", "DMCT"),
            Self::TransferOut => ("ICDT", "DMCT"),
            Self::OwnTransferIn => ("RCDT", "BOOK"),
            Self::OwnTransferOut => ("ICDT", "BOOK"),
            Self::CurrencyExchange => ("SPOT", "OTHR"),
            Self::InterestPaid => ("MCOP", "INTR"),
            Self::InterestCharged => ("MDOP", "INTR"),
            Self::Fee => ("MDOP", "CHRG"),
        }
    }

    /// The bank's own short code for it.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::CardPayment | Self::CardPaymentAbroad => "CPT",
            Self::CardRefund => "CRF",
            Self::CashWithdrawal => "ATM",
            Self::DirectDebit => "DD",
            Self::StandingOrder => "SO",
            Self::Salary => "BGC",
            Self::TransferIn | Self::TransferOut => "FPY",
            Self::OwnTransferIn | Self::OwnTransferOut => "TFR",
            Self::CurrencyExchange => "FX",
            Self::InterestPaid | Self::InterestCharged => "INT",
            Self::Fee => "CHG",
        }
    }

    /// Whether the bank itself is the other side.
    #[must_use]
    pub const fn is_of_the_bank_itself(self) -> bool {
        matches!(self, Self::InterestPaid | Self::InterestCharged | Self::Fee)
    }
}
