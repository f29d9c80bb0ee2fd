//! Consents: what a customer allowed, as the bank sees it now.

use moa_kernel::ConsentId;
use moa_wire::{Code, open_codes};
use serde::{Deserialize, Serialize};

use super::BankTime;

/// What a customer allowed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Consent {
    /// The bank's name for it.
    pub id: ConsentId,
    /// How it stands.
    pub status: ConsentStatus,
    /// What was granted, in the standard's words. A bank may grant less than was asked.
    pub permissions: Vec<Code>,
    /// When it was made.
    pub created: Option<BankTime>,
    /// When its status last changed.
    pub status_changed: Option<BankTime>,
    /// When it ends. Absent: it has no end of its own.
    pub expires: Option<BankTime>,
    /// The first booking day it covers.
    pub transactions_from: Option<BankTime>,
    /// The last booking day it covers.
    pub transactions_to: Option<BankTime>,
}

open_codes! {
    /// How a consent stands (UK v4 codes).
    #[non_exhaustive]
    ConsentStatus {
        /// Made, and not yet shown to the customer.
        AwaitingAuthorisation = "AWAU",
        /// The customer said yes.
        Authorised = "AUTH",
        /// The customer or the bank said no, for good.
        Rejected = "RJCT",
        /// The customer took it back at the bank.
        Cancelled = "CANC",
        /// It came to its end.
        Expired = "EXPD",
    }
}
