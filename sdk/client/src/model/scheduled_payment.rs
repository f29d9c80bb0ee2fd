//! Payments that will be made once, on a later day.

use moa_kernel::{AccountId, Money};
use serde::{Deserialize, Serialize};

use super::{BankTime, Counterparty, open_code};

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

open_code! {
    /// What happens on the day of a scheduled payment.
    ScheduledKind {
        /// It arrives.
        Arrival = "Arrival",
        /// It is sent.
        Execution = "Execution",
    }
}
