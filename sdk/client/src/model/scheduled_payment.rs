//! Payments that will be made once, on a later day.

use moa_kernel::{AccountId, Money};
use moa_wire::open_codes;
use serde::{Deserialize, Serialize};

use super::{BankTime, Counterparty};

/// A payment for a later day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ScheduledPayment {
    /// The account it goes out of.
    pub account: AccountId,
    /// The bank's name for it.
    pub id: Option<String>,
    /// When.
    pub at: BankTime,
    /// What happens then.
    pub kind: ScheduledKind,
    /// How much, negative: it leaves the account.
    pub amount: Money,
    /// What it says to the payee.
    pub reference: Option<String>,
    /// Who gets it.
    pub payee: Counterparty,
}

open_codes! {
    /// What happens on the day of a scheduled payment.
    #[non_exhaustive]
    ScheduledKind {
        /// It arrives.
        Arrival = "Arrival",
        /// It is sent.
        Execution = "Execution",
    }
}
