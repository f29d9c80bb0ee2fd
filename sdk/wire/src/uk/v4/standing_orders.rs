//! `GET /accounts/{AccountId}/standing-orders` (`OBReadStandingOrder6`).

use serde::{Deserialize, Serialize};

use super::{
    ActiveAmount, CounterAccount, MandateRelatedInformation, MandateStatus, RemittanceInformation, RequiredAgent,
};
use crate::{DateTimeText, Raw};

/// A page of standing orders.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StandingOrders<T = StandingOrder> {
    /// The standing orders.
    #[serde(default = "Vec::new")]
    pub standing_order: Vec<T>,
}

/// A payment the customer ordered to be repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StandingOrder {
    /// Where it is paid from.
    pub account_id: String,
    /// The bank's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing_order_id: Option<String>,
    /// When it is next paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_payment_date_time: Option<DateTimeText>,
    /// When it was last paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_payment_date_time: Option<DateTimeText>,
    /// How many payments are left, as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_payments: Option<String>,
    /// Whether it still works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing_order_status_code: Option<MandateStatus>,
    /// How much the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_payment_amount: Option<ActiveAmount>,
    /// How much the next time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_payment_amount: Option<ActiveAmount>,
    /// How much the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_payment_amount: Option<ActiveAmount>,
    /// How much at the very end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_payment_amount: Option<ActiveAmount>,
    /// The bank it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creditor_agent: Option<RequiredAgent>,
    /// The account it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creditor_account: Option<CounterAccount>,
    /// Whatever else the bank says, as it says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplementary_data: Option<Raw>,
    /// Its rhythm. Version 3 had a `Frequency` text instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate_related_information: Option<MandateRelatedInformation>,
    /// What it says it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remittance_information: Option<RemittanceInformation>,
}
