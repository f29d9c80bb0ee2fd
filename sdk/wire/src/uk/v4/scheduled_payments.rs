//! `GET /accounts/{AccountId}/scheduled-payments` (`OBReadScheduledPayment3`).

use serde::{Deserialize, Serialize};

use super::{ActiveAmount, CounterAccount, RequiredAgent};
use crate::DateTimeText;
use crate::open_codes;

/// A page of payments to come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ScheduledPayments<T = ScheduledPayment> {
    /// The payments.
    #[serde(default = "Vec::new")]
    pub scheduled_payment: Vec<T>,
}

/// A payment ordered for one day to come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ScheduledPayment {
    /// Where it is paid from.
    pub account_id: String,
    /// The bank's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_payment_id: Option<String>,
    /// The day.
    pub scheduled_payment_date_time: DateTimeText,
    /// What happens on that day.
    pub scheduled_type: ScheduledType,
    /// What it says to the payee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What it says to the payer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debtor_reference: Option<String>,
    /// How much.
    pub instructed_amount: ActiveAmount,
    /// The bank it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creditor_agent: Option<RequiredAgent>,
    /// The account it goes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creditor_account: Option<CounterAccount>,
}

open_codes! {
    /// What happens on the day of a scheduled payment.
    ScheduledType {
        /// It arrives.
        Arrival = "Arrival",
        /// It is sent.
        Execution = "Execution",
    }
}
