//! Standing orders: the customer sends the same money again and again.

use moa_kernel::AccountId;
use serde::{Deserialize, Serialize};

use super::{Counterparty, MandateStatus, PlannedPayment};

/// A payment that repeats.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StandingOrder {
    /// The account it goes out of.
    pub account: AccountId,
    /// The bank's name for it.
    pub id: Option<String>,
    /// How it stands.
    pub status: Option<MandateStatus>,
    /// How often, in the standard's code.
    pub frequency: Option<String>,
    /// The first payment.
    pub first: Option<PlannedPayment>,
    /// The next payment.
    pub next: Option<PlannedPayment>,
    /// The last payment that was made.
    pub last: Option<PlannedPayment>,
    /// The payment that will end it.
    pub final_payment: Option<PlannedPayment>,
    /// How many payments it has, when it is counted.
    pub number_of_payments: Option<String>,
    /// What it says to the payee.
    pub reference: Option<String>,
    /// Who gets it.
    pub payee: Counterparty,
}
