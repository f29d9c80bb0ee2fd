//! `GET /accounts/{AccountId}/balances` (`OBReadBalance1`).

use serde::{Deserialize, Serialize};

use super::{ActiveAmount, CreditDebit};
use crate::open_codes;
use crate::{Code, DateTimeText};

/// A page of balances.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Balances<T = Balance> {
    /// The balances.
    #[serde(default = "Vec::new")]
    pub balance: Vec<T>,
    /// Everything together, if the bank says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_value: Option<ActiveAmount>,
}

/// One balance of one account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Balance {
    /// Whose it is.
    pub account_id: String,
    /// Which way it counts.
    pub credit_debit_indicator: CreditDebit,
    /// What it counts.
    #[serde(rename = "Type")]
    pub kind: BalanceType,
    /// As of when.
    pub date_time: DateTimeText,
    /// How much.
    pub amount: BalanceAmount,
    /// Credit the account has, and whether the amount already holds it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credit_line: Vec<CreditLine>,
    /// The same in the account's local currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_amount: Option<BalanceAmount>,
}

/// An amount, and which of two currencies of an account it is in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct BalanceAmount {
    /// Up to 13 digits and up to 5 decimals.
    pub amount: String,
    /// Three capital letters (ISO 4217).
    pub currency: String,
    /// `BCUR` for the base currency, `LCUR` for the local one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_type: Option<Code>,
}

/// Credit that belongs to an account. When any of them is included, the balance is not all the customer's own money.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CreditLine {
    /// Whether the balance already holds it.
    pub included: bool,
    /// What kind of credit.
    #[serde(rename = "Type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Code>,
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<ActiveAmount>,
}

open_codes! {
    /// What a balance counts.
    BalanceType {
        /// Available at the end of the day.
        ClosingAvailable = "CLAV",
        /// Booked at the end of the day.
        ClosingBooked = "CLBD",
        /// Available on a day to come.
        ForwardAvailable = "FWAV",
        /// For information.
        Information = "INFO",
        /// Available now.
        InterimAvailable = "ITAV",
        /// Booked until now.
        InterimBooked = "ITBD",
        /// Available at the start of the day.
        OpeningAvailable = "OPAV",
        /// Booked at the start of the day.
        OpeningBooked = "OPBD",
        /// Booked at the end of the day before.
        PreviouslyClosedBooked = "PRCD",
        /// Booked and pending together.
        Expected = "XPCD",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uk::v4::Envelope;

    const PUBLISHED: &str = r#"{"Data":{"Balance":[{"AccountId":"22289","CreditDebitIndicator":"Credit","Type":"ITAV","DateTime":"2026-11-23T08:59:58+00:00","Amount":{"Amount":"1230.55","Currency":"GBP"},"CreditLine":[{"Included":true,"Type":"Pre-Agreed","Amount":{"Amount":"500.00","Currency":"GBP"}}]}]},"Links":{"Self":"https://rs.bank.example/open-banking/v4.0/aisp/accounts/22289/balances"},"Meta":{"TotalPages":1}}"#;

    #[test]
    fn the_published_example_comes_back_byte_for_byte() {
        let page: Envelope<Balances> = serde_json::from_str(PUBLISHED).unwrap();
        assert_eq!(serde_json::to_string(&page).unwrap(), PUBLISHED);
        assert_eq!(page.data.balance[0].kind, BalanceType::InterimAvailable);
    }

    #[test]
    fn a_balance_without_an_amount_or_a_sign_is_no_balance() {
        for missing in ["Amount", "CreditDebitIndicator", "Type", "DateTime", "AccountId"] {
            let mut page: serde_json::Value = serde_json::from_str(PUBLISHED).unwrap();
            page["Data"]["Balance"][0].as_object_mut().unwrap().remove(missing);
            assert!(serde_json::from_value::<Envelope<Balances>>(page).is_err(), "{missing}");
        }
    }
}
