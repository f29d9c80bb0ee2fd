//! `GET /accounts/{AccountId}/direct-debits` (`OBReadDirectDebit2`).

use serde::{Deserialize, Serialize};

use super::{ActiveAmount, MandateRelatedInformation, MandateStatus};
use crate::DateTimeText;

/// A page of direct debits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DirectDebits<T = DirectDebit> {
    /// The direct debits.
    #[serde(default = "Vec::new")]
    pub direct_debit: Vec<T>,
}

/// Leave the customer gave a firm to collect money.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct DirectDebit {
    /// Where it is collected.
    pub account_id: String,
    /// The bank's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct_debit_id: Option<String>,
    /// Whether it still works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct_debit_status_code: Option<MandateStatus>,
    /// Its rhythm and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate_related_information: Option<MandateRelatedInformation>,
    /// Who collects.
    pub name: String,
    /// When it last collected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_payment_date_time: Option<DateTimeText>,
    /// How much it last collected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_payment_amount: Option<ActiveAmount>,
}
