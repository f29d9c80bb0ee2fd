//! `GET /accounts/{AccountId}/beneficiaries` (`OBReadBeneficiary5`).

use serde::{Deserialize, Serialize};

use super::{Agent, CounterAccount};
use crate::Raw;
use crate::open_codes;

/// A page of payees.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Beneficiaries<T = Beneficiary> {
    /// The payees.
    #[serde(default = "Vec::new")]
    pub beneficiary: Vec<T>,
}

/// A payee the customer keeps at the bank.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Beneficiary {
    /// Whose list it is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The bank's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiary_id: Option<String>,
    /// How far it is trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiary_type: Option<BeneficiaryType>,
    /// What the customer writes on payments to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Whatever else the bank says, as it says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplementary_data: Option<Raw>,
    /// Its bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creditor_agent: Option<Agent>,
    /// Its account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creditor_account: Option<CounterAccount>,
}

open_codes! {
    /// How far a payee is trusted.
    BeneficiaryType {
        /// Paid without further approval.
        Trusted = "Trusted",
        /// Like any other.
        Ordinary = "Ordinary",
    }
}
