//! The OpenID Connect `claims` parameter (Core §5.5), as the UK profile uses it: it ties a pushed request to a consent.

use std::collections::BTreeMap;

use moa_kernel::ConsentId;
use serde::{Deserialize, Serialize};

/// The claim that names the consent, in the request and in the id token.
pub const INTENT_CLAIM: &str = "openbanking_intent_id";

/// Which claims are asked for, by where they are to be delivered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimsRequest {
    /// Claims of the id token. A null entry asks without conditions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token: Option<BTreeMap<String, Option<AskedClaim>>>,
    /// Claims of the userinfo endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo: Option<BTreeMap<String, Option<AskedClaim>>>,
}

/// What is asked of one claim.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedClaim {
    /// The value it must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether the customer's task fails without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub essential: Option<bool>,
}

impl ClaimsRequest {
    /// Asks that the approval be for this consent and no other.
    #[must_use]
    pub fn for_consent(consent: &ConsentId) -> Self {
        let asked = AskedClaim { value: Some(consent.as_str().to_owned()), essential: Some(true) };
        let id_token = BTreeMap::from([(INTENT_CLAIM.to_owned(), Some(asked))]);
        Self { id_token: Some(id_token), userinfo: None }
    }

    /// The consent the approval must be for, when one is named.
    #[must_use]
    pub fn consent(&self) -> Option<&str> {
        self.id_token.as_ref()?.get(INTENT_CLAIM)?.as_ref()?.value.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_is_asked_for_in_the_form_the_uk_profile_uses() {
        let claims = ClaimsRequest::for_consent(&ConsentId::new("aac-1").unwrap());
        let text = serde_json::to_string(&claims).unwrap();
        assert_eq!(text, r#"{"id_token":{"openbanking_intent_id":{"value":"aac-1","essential":true}}}"#);
        assert_eq!(serde_json::from_str::<ClaimsRequest>(&text).unwrap().consent(), Some("aac-1"));
    }

    #[test]
    fn other_claims_and_null_entries_do_not_name_a_consent() {
        for text in ["{}", r#"{"id_token":{"acr":null}}"#, r#"{"id_token":{"openbanking_intent_id":null}}"#] {
            assert_eq!(serde_json::from_str::<ClaimsRequest>(text).unwrap().consent(), None, "{text}");
        }
    }
}
