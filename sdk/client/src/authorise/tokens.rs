//! What the token endpoint gave, after it has been checked: bound to our key, and no wider than what was asked.

use std::time::Duration;

use moa_kernel::SecretString;
use oauth2::basic::BasicTokenType;
use oauth2::{ExtraTokenFields, StandardTokenResponse, TokenResponse as _};
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// How long a token is believed to live when the bank does not say.
const UNSAID_LIFE: Duration = Duration::from_secs(300);

/// Why no tokens came out of the token endpoint.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The bank said no.
    #[error("the bank refused to give tokens")]
    Refused {
        /// Its code (`invalid_grant`, …), when it is a registered one.
        code: Option<String>,
    },
    /// The call itself failed.
    #[error("the token endpoint could not be asked")]
    Call(#[source] Box<Error>),
    /// The answer is not a token answer.
    #[error("the token endpoint's answer cannot be read")]
    Unreadable,
    /// The token is not bound to our key. It has been dropped.
    #[error("the token is not bound to our key")]
    NotBound,
    /// The token opens more than was asked for. It has been dropped.
    #[error("the token opens more than was asked for")]
    Wider,
}

/// The one field OpenID Connect adds.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct IdTokenField {
    #[serde(default, skip_serializing)]
    id_token: Option<String>,
}

impl ExtraTokenFields for IdTokenField {}

impl std::fmt::Debug for IdTokenField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IdTokenField(…)")
    }
}

pub(super) type RawTokens = StandardTokenResponse<IdTokenField, BasicTokenType>;

/// Tokens that passed the checks.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    pub(crate) access: SecretString,
    pub(crate) refresh: Option<SecretString>,
    pub(crate) id_token: Option<SecretString>,
    pub(crate) lives: Duration,
}

impl Tokens {
    /// Checks an answer against what was asked. A bank that answers `Bearer` to a DPoP request, or widens the scope, gets
    /// no second chance: the token is dropped here.
    pub(super) fn check(raw: &RawTokens, asked_scope: &str) -> Result<Self, TokenError> {
        match raw.token_type() {
            BasicTokenType::Extension(kind) if kind.eq_ignore_ascii_case(moa_wire::oauth::DPOP) => {}
            _ => return Err(TokenError::NotBound),
        }
        let asked: Vec<&str> = asked_scope.split(' ').collect();
        let given = raw.scopes().map(Vec::as_slice).unwrap_or_default();
        if given.iter().flat_map(|scope| scope.split(' ')).any(|scope| !scope.is_empty() && !asked.contains(&scope)) {
            return Err(TokenError::Wider);
        }
        Ok(Self {
            access: SecretString::from(raw.access_token().secret().as_str()),
            refresh: raw.refresh_token().map(|token| SecretString::from(token.secret().as_str())),
            id_token: raw.extra_fields().id_token.as_deref().map(SecretString::from),
            lives: raw.expires_in().unwrap_or(UNSAID_LIFE),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str) -> Result<Tokens, TokenError> {
        let raw: RawTokens = serde_json::from_str(json).unwrap();
        Tokens::check(&raw, "openid accounts")
    }

    #[test]
    fn bound_tokens_of_the_asked_scope_pass() {
        let full = r#"{"access_token":"a","token_type":"DPoP","expires_in":60,"refresh_token":"r","id_token":"i","scope":"accounts openid"}"#;
        let tokens = check(full).unwrap();
        assert_eq!(tokens.lives, Duration::from_secs(60));
        assert!(tokens.refresh.is_some() && tokens.id_token.is_some());
        assert!(check(r#"{"access_token":"a","token_type":"dpop"}"#).is_ok());
        assert!(
            check(r#"{"access_token":"a","token_type":"DPoP","scope":"accounts"}"#).is_ok(),
            "narrower is the customer's right"
        );
    }

    #[test]
    fn a_downgrade_and_a_widening_are_dropped() {
        for kind in ["Bearer", "bearer", "mac", "DPoP2", ""] {
            let refused = check(&format!(r#"{{"access_token":"a","token_type":"{kind}"}}"#));
            assert!(matches!(refused, Err(TokenError::NotBound)), "{kind}");
        }
        let wider = check(r#"{"access_token":"a","token_type":"DPoP","scope":"openid accounts payments"}"#);
        assert!(matches!(wider, Err(TokenError::Wider)));
    }

    #[test]
    fn tokens_are_never_printed() {
        let raw: RawTokens =
            serde_json::from_str(r#"{"access_token":"planted-a","token_type":"DPoP","id_token":"planted-i"}"#).unwrap();
        let shown = format!("{raw:?} {:?}", Tokens::check(&raw, ""));
        assert!(!shown.contains("planted"), "{shown}");
    }
}
