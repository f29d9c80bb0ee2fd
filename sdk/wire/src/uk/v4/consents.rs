//! `POST` and `GET /account-access-consents` (`OBReadConsent1`, `OBReadConsentResponse1`).

use serde::{Deserialize, Serialize};

use crate::open_codes;
use crate::{Code, DateTimeText};

/// What an app asks to see. Sent as `Envelope<ConsentRequest>` with an empty risk section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ConsentRequest {
    /// What kinds of data.
    pub permissions: Vec<Permission>,
    /// Until when. Absent means open-ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration_date_time: Option<DateTimeText>,
    /// The oldest transactions asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_from_date_time: Option<DateTimeText>,
    /// The newest transactions asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_to_date_time: Option<DateTimeText>,
}

/// What an app asked to see, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Consent {
    /// The bank's name for it, up to 128 characters.
    pub consent_id: String,
    /// When it was made.
    pub creation_date_time: DateTimeText,
    /// What became of it.
    pub status: ConsentStatus,
    /// Why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub status_reason: Vec<StatusReason>,
    /// Since when.
    pub status_update_date_time: DateTimeText,
    /// What kinds of data.
    pub permissions: Vec<Permission>,
    /// Until when. Absent means open-ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration_date_time: Option<DateTimeText>,
    /// The oldest transactions it reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_from_date_time: Option<DateTimeText>,
    /// The newest transactions it reaches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_to_date_time: Option<DateTimeText>,
}

/// Why a consent is as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StatusReason {
    /// In a word of four letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_reason_code: Option<Code>,
    /// In a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_reason_description: Option<String>,
    /// Which field it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

open_codes! {
    /// What became of a consent.
    ConsentStatus {
        /// The customer has not answered yet.
        AwaitingAuthorisation = "AWAU",
        /// The customer said no, or the bank did. Final.
        Rejected = "RJCT",
        /// It works.
        Authorised = "AUTH",
        /// It ran out.
        Expired = "EXPD",
        /// The customer took it back at the bank.
        Cancelled = "CANC",
    }
}

open_codes! {
    /// A kind of data. `ReadTransactionsBasic` and `…Detail` need `…Credits`, `…Debits` or both, and the other way round.
    Permission {
        /// Accounts, without their numbers.
        ReadAccountsBasic = "ReadAccountsBasic",
        /// Accounts, with their numbers.
        ReadAccountsDetail = "ReadAccountsDetail",
        /// Balances.
        ReadBalances = "ReadBalances",
        /// Payees, without their numbers.
        ReadBeneficiariesBasic = "ReadBeneficiariesBasic",
        /// Payees, with their numbers.
        ReadBeneficiariesDetail = "ReadBeneficiariesDetail",
        /// Direct debits.
        ReadDirectDebits = "ReadDirectDebits",
        /// Offers.
        ReadOffers = "ReadOffers",
        /// Card numbers in clear.
        ReadPan = "ReadPAN",
        /// Holders of accounts.
        ReadParty = "ReadParty",
        /// The customer who approved.
        ReadPartyPsu = "ReadPartyPSU",
        /// Products.
        ReadProducts = "ReadProducts",
        /// Payments to come, without the payee's numbers.
        ReadScheduledPaymentsBasic = "ReadScheduledPaymentsBasic",
        /// Payments to come, with the payee's numbers.
        ReadScheduledPaymentsDetail = "ReadScheduledPaymentsDetail",
        /// Standing orders, without the payee's numbers.
        ReadStandingOrdersBasic = "ReadStandingOrdersBasic",
        /// Standing orders, with the payee's numbers.
        ReadStandingOrdersDetail = "ReadStandingOrdersDetail",
        /// Statements, without amounts.
        ReadStatementsBasic = "ReadStatementsBasic",
        /// Statements, with amounts.
        ReadStatementsDetail = "ReadStatementsDetail",
        /// Transactions, without what they were for.
        ReadTransactionsBasic = "ReadTransactionsBasic",
        /// Money in.
        ReadTransactionsCredits = "ReadTransactionsCredits",
        /// Money out.
        ReadTransactionsDebits = "ReadTransactionsDebits",
        /// Transactions, with what they were for.
        ReadTransactionsDetail = "ReadTransactionsDetail",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uk::v4::{Envelope, Risk};

    #[test]
    fn a_request_has_the_empty_risk_section_the_standard_asks_for() {
        let request = Envelope {
            data: ConsentRequest {
                permissions: vec![Permission::ReadPan, Permission::ReadBalances],
                ..Default::default()
            },
            risk: Some(Risk {}),
            links: None,
            meta: None,
        };
        let text = serde_json::to_string(&request).unwrap();
        assert_eq!(text, r#"{"Data":{"Permissions":["ReadPAN","ReadBalances"]},"Risk":{}}"#);
        assert_eq!(serde_json::from_str::<Envelope<ConsentRequest>>(&text).unwrap(), request);
    }

    #[test]
    fn the_published_answer_comes_back_byte_for_byte() {
        let text = r#"{"Data":{"ConsentId":"aac-7f3c2e","CreationDateTime":"2026-11-23T09:00:00+00:00","Status":"AWAU","StatusUpdateDateTime":"2026-11-23T09:00:00+00:00","Permissions":["ReadAccountsDetail","ReadBalances"]},"Risk":{},"Links":{"Self":"https://rs.bank.example/open-banking/v4.0/aisp/account-access-consents/aac-7f3c2e"},"Meta":{"TotalPages":1}}"#;
        let answer: Envelope<Consent> = serde_json::from_str(text).unwrap();
        assert_eq!(answer.data.status, ConsentStatus::AwaitingAuthorisation);
        assert_eq!(serde_json::to_string(&answer).unwrap(), text);
    }

    #[test]
    fn a_request_without_permissions_or_with_two_lists_of_them_is_refused() {
        for wrong in ["{}", r#"{"Permissions":["ReadBalances"],"Permissions":["ReadPAN"]}"#, r#"{"Permissions":null}"#]
        {
            assert!(serde_json::from_str::<ConsentRequest>(wrong).is_err(), "{wrong}");
        }
    }
}
