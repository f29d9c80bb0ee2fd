//! What the token endpoint gives (RFC 6749 §5.1).

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::secret;

/// Tokens. There is no `Serialize`: see [`TokenResponse::to_exposed_json`].
#[derive(Debug, Clone, Deserialize)]
pub struct TokenResponse {
    /// What opens the APIs.
    #[serde(deserialize_with = "secret::required")]
    pub access_token: SecretString,
    /// How it is presented: `DPoP`.
    pub token_type: String,
    /// Seconds it lives.
    #[serde(default)]
    pub expires_in: Option<u64>,
    /// What keeps the grant alive.
    #[serde(default, deserialize_with = "secret::optional")]
    pub refresh_token: Option<SecretString>,
    /// What was granted, when it differs from what was asked.
    #[serde(default)]
    pub scope: Option<String>,
    /// Who approved what.
    #[serde(default, deserialize_with = "secret::optional")]
    pub id_token: Option<SecretString>,
}

#[derive(Serialize)]
struct Exposed<'a> {
    access_token: &'a str,
    token_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<&'a str>,
}

impl TokenResponse {
    /// The message with its secrets in clear, to be sent to the one it is for and nowhere else.
    ///
    /// # Errors
    /// Never in practice: every field has a JSON form.
    pub fn to_exposed_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Exposed {
            access_token: self.access_token.expose_secret(),
            token_type: &self.token_type,
            expires_in: self.expires_in,
            refresh_token: self.refresh_token.as_ref().map(ExposeSecret::expose_secret),
            scope: self.scope.as_deref(),
            id_token: self.id_token.as_ref().map(ExposeSecret::expose_secret),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: &str = r#"{"access_token":"at-7","token_type":"DPoP","expires_in":300,"refresh_token":"rt-7","scope":"openid accounts"}"#;

    #[test]
    fn tokens_are_read_and_written_but_never_shown() {
        let tokens: TokenResponse = serde_json::from_str(SENT).unwrap();
        assert_eq!(tokens.to_exposed_json().unwrap(), SENT);
        let shown = format!("{tokens:?}");
        assert!(!shown.contains("at-7") && !shown.contains("rt-7"), "{shown}");
    }

    #[test]
    fn an_answer_without_a_token_or_with_two_is_no_answer() {
        for wrong in [
            "{}",
            r#"{"access_token":"a"}"#,
            r#"{"token_type":"DPoP"}"#,
            r#"{"access_token":"a","access_token":"b","token_type":"DPoP"}"#,
            r#"{"access_token":"a","token_type":"DPoP","expires_in":-1}"#,
            r#"{"access_token":7,"token_type":"DPoP"}"#,
        ] {
            assert!(serde_json::from_str::<TokenResponse>(wrong).is_err(), "{wrong}");
        }
    }
}
