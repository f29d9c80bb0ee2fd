//! Amounts: unsigned decimal text beside an indicator that carries the sign.

use serde::{Deserialize, Serialize};

use crate::open_codes;

/// An amount of a currency, as text. Never negative: see [`CreditDebit`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ActiveAmount {
    /// Up to 13 digits and up to 5 decimals.
    pub amount: String,
    /// Three capital letters (ISO 4217).
    pub currency: String,
}

open_codes! {
    /// Which way an amount counts. A zero balance is a credit.
    CreditDebit {
        /// The customer has it, or gets it.
        Credit = "Credit",
        /// The customer owes it, or pays it.
        Debit = "Debit",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_text_and_keeps_its_zeros() {
        let text = r#"{"Amount":"1230.5500","Currency":"GBP"}"#;
        let amount: ActiveAmount = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&amount).unwrap(), text);
    }

    #[test]
    fn an_amount_given_as_a_number_or_twice_is_refused() {
        for wrong in [
            r#"{"Amount":1230.55,"Currency":"GBP"}"#,
            r#"{"Amount":"1","Amount":"1000000","Currency":"GBP"}"#,
            r#"{"Amount":"1"}"#,
            r#"{"Amount":null,"Currency":"GBP"}"#,
        ] {
            assert!(serde_json::from_str::<ActiveAmount>(wrong).is_err(), "{wrong}");
        }
    }
}
