//! Payees a customer has saved.

use moa_kernel::AccountId;
use moa_wire::open_codes;
use serde::{Deserialize, Serialize};

use super::Counterparty;

/// A saved payee.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Beneficiary {
    /// The account it is saved with. Absent when it belongs to the customer.
    pub account: Option<AccountId>,
    /// The bank's name for it.
    pub id: Option<String>,
    /// Whether payments to it need less checking.
    pub kind: Option<BeneficiaryKind>,
    /// The customer's usual reference.
    pub reference: Option<String>,
    /// Who it is.
    pub payee: Counterparty,
}

open_codes! {
    /// How far a payee is trusted.
    #[non_exhaustive]
    BeneficiaryKind {
        /// The customer told the bank to trust it.
        Trusted = "Trusted",
        /// It is like any other.
        Ordinary = "Ordinary",
    }
}
