//! How an app introduces itself (RFC 7591).

use serde::{Deserialize, Serialize};

use crate::jose::Jwks;

/// What an app says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientMetadata {
    /// Where browsers may come back to, compared exactly (the port of a loopback address excepted).
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// How it proves who it is: `private_key_jwt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_method: Option<String>,
    /// Algorithm of its assertions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_signing_alg: Option<String>,
    /// Grants it will use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grant_types: Vec<String>,
    /// Response types it will use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub response_types: Vec<String>,
    /// Its name, to be shown to customers as text from outside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    /// Its home page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_uri: Option<String>,
    /// Its picture. Never fetched by us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
    /// Scopes it will ask for, separated by spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Its public keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks: Option<Jwks>,
    /// Where its public keys are. Not together with `jwks`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<String>,
    /// `native` or `web`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_type: Option<String>,
    /// Algorithm of its id tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token_signed_response_alg: Option<String>,
    /// Whether its tokens are always bound to a key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dpop_bound_access_tokens: Option<bool>,
    /// Whether it always pushes its requests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub require_pushed_authorization_requests: Option<bool>,
    /// Which software it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub software_id: Option<String>,
    /// Which version of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub software_version: Option<String>,
}

/// A registration request is the app's metadata and nothing around it.
pub type RegistrationRequest = ClientMetadata;

/// The name the app was given, and what was registered, which may differ from what it asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationResponse {
    /// The app's name at this bank.
    pub client_id: String,
    /// When, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id_issued_at: Option<i64>,
    /// What was registered.
    #[serde(flatten)]
    pub metadata: ClientMetadata,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_flat_and_reads_back() {
        let answer = RegistrationResponse {
            client_id: "app-1".to_owned(),
            client_id_issued_at: Some(1_700_000_000),
            metadata: ClientMetadata {
                redirect_uris: vec!["http://127.0.0.1/callback/a".to_owned()],
                ..Default::default()
            },
        };
        let text = serde_json::to_string(&answer).unwrap();
        assert_eq!(
            text,
            r#"{"client_id":"app-1","client_id_issued_at":1700000000,"redirect_uris":["http://127.0.0.1/callback/a"]}"#
        );
        assert_eq!(serde_json::from_str::<RegistrationResponse>(&text).unwrap(), answer);
    }

    #[test]
    fn redirects_given_twice_are_refused() {
        let twice = r#"{"redirect_uris":["https://good"],"redirect_uris":["https://evil"]}"#;
        assert!(serde_json::from_str::<RegistrationRequest>(twice).is_err());
        let answered = r#"{"client_id":"a","redirect_uris":["https://good"],"redirect_uris":["https://evil"]}"#;
        assert!(serde_json::from_str::<RegistrationResponse>(answered).is_err());
    }
}
