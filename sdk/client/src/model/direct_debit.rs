//! Direct debits: somebody else may take money.

use moa_kernel::{AccountId, Money};
use moa_wire::open_codes;
use serde::{Deserialize, Serialize};

use super::BankTime;

/// A firm that may take money from an account.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DirectDebit {
    /// The account it takes from.
    pub account: AccountId,
    /// The bank's name for it.
    pub id: Option<String>,
    /// The firm.
    pub name: String,
    /// How the mandate stands.
    pub status: Option<MandateStatus>,
    /// The mandate's own number.
    pub mandate: Option<String>,
    /// How often it takes, in the standard's code.
    pub frequency: Option<String>,
    /// What it took last.
    pub previous: Option<PlannedPayment>,
}

/// One payment of a series: when, and how much. Either may be unknown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PlannedPayment {
    /// When.
    pub at: Option<BankTime>,
    /// How much, negative: it leaves the account.
    pub amount: Option<Money>,
}

open_codes! {
    /// How a mandate stands (ISO 20022 external mandate status).
    #[non_exhaustive]
    MandateStatus {
        /// It is in force.
        Active = "ACTV",
        /// It was taken back.
        Cancelled = "CANC",
        /// It came to its end.
        Expired = "EXPI",
        /// It rests.
        Suspended = "SUSP",
    }
}
