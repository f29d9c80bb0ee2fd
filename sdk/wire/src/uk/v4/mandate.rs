//! What a customer ordered once and the bank repeats.

use serde::{Deserialize, Serialize};

use crate::open_codes;
use crate::{Code, DateTimeText};

/// Facts about a mandate. In version 4 the rhythm lives here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MandateRelatedInformation {
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate_identification: Option<String>,
    /// `FIXE`, `USGB` or `VARI`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification: Option<Code>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category_purpose_code: Option<Code>,
    /// First payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_payment_date_time: Option<DateTimeText>,
    /// Following payments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurring_payment_date_time: Option<DateTimeText>,
    /// Last payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub final_payment_date_time: Option<DateTimeText>,
    /// The rhythm.
    pub frequency: Frequency,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// How often something happens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Frequency {
    /// `MNTH`, `WEEK` and others, or an older word such as `IntrvlMnthDay:01:15`.
    #[serde(rename = "Type")]
    pub kind: Code,
    /// How many times in each period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count_per_period: Option<i32>,
    /// On which day of the period, two digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point_in_time: Option<String>,
}

open_codes! {
    /// Whether a mandate still works.
    MandateStatus {
        /// It works.
        Active = "ACTV",
        /// It was cancelled.
        Cancelled = "CANC",
        /// It ran out.
        Expired = "EXPI",
        /// It rests.
        Suspended = "SUSP",
    }
}
