//! What a bank's authorisation server says about itself, checked against what the directory says about it.
//!
//! The issuer must be the directory's, code point by code point (RFC 8414 §3.3). Every endpoint must lie in an origin the
//! directory pinned, so a document can be forged or stolen without moving a single request. What FAPI 2.0 needs must be
//! announced: pushed requests, S256, `private_key_jwt`, DPoP with ES256, and `iss` in every answer. Redirects are not
//! followed and the size is bounded; both are the transport's business.

use jiff::{SignedDuration, Timestamp};
use moa_kernel::Issuer;
use moa_wire::oauth::AuthorizationServerMetadata;
use url::Url;

use crate::directory::Bank;
use crate::error::Error;
use crate::http::{BankHttp, Call, UntrustedLink, origin};

/// How long a document is believed without asking again.
const FRESH: SignedDuration = SignedDuration::from_hours(1);

/// Why a bank's description of itself is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataError {
    /// The bank answered with an error.
    #[error("the metadata could not be fetched (status {0})")]
    Refused(u16),
    /// It is not a metadata document.
    #[error("the metadata cannot be read")]
    Unreadable,
    /// It speaks of another issuer.
    #[error("the metadata belongs to another issuer")]
    OtherIssuer,
    /// Something that is needed is missing.
    #[error("the metadata announces no {0}")]
    Missing(&'static str),
    /// An endpoint lies outside the pinned origins.
    #[error("the {0} lies outside the bank's own addresses")]
    ForeignEndpoint(&'static str, #[source] UntrustedLink),
    /// It is not what it was: an alarm, not an update.
    #[error("the bank's endpoints moved while a link was alive")]
    Moved,
}

/// A metadata document that has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Metadata {
    pub(crate) issuer: Issuer,
    pub(crate) authorization_endpoint: Url,
    pub(crate) token_endpoint: Url,
    pub(crate) push_endpoint: Url,
    pub(crate) jwks_uri: Url,
    pub(crate) registration_endpoint: Option<Url>,
    pub(crate) revocation_endpoint: Option<Url>,
}

/// The last document, and when it was fetched.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) metadata: Metadata,
    fetched_at: Timestamp,
}

impl Known {
    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        now.duration_since(self.fetched_at) < FRESH
    }
}

/// Fetches and checks the document. A bank that cannot be reached right now is believed to be what it was
/// (stale-if-error); one whose endpoints moved is not.
pub(crate) async fn discover(
    http: &BankHttp,
    bank: &Bank,
    known: Option<Known>,
    now: Timestamp,
) -> Result<Known, Error> {
    match (fetch(http, bank).await, known) {
        (Ok(metadata), Some(known)) if metadata.has_moved_since(&known.metadata) => Err(MetadataError::Moved.into()),
        (Ok(metadata), _) => Ok(Known { metadata, fetched_at: now }),
        (Err(error), Some(known)) if error.kind().may_pass() => Ok(known),
        (Err(error), _) => Err(error),
    }
}

async fn fetch(http: &BankHttp, bank: &Bank) -> Result<Metadata, Error> {
    let call = Call::open_read(bank.discovery().clone(), http.limits().small_body);
    let reply = http.call(&call).await?;
    let read = || {
        if !reply.status.is_success() {
            return Err(MetadataError::Refused(reply.status.as_u16()));
        }
        let document = serde_json::from_slice(&reply.body).map_err(|_| MetadataError::Unreadable)?;
        Metadata::check(document, bank)
    };
    read().map_err(|error| Error::from(error).within(reply.context(bank.id())))
}

impl Metadata {
    /// A new endpoint is an update. Tokens or keys in another place are an alarm, even inside the pinned origins.
    fn has_moved_since(&self, known: &Self) -> bool {
        let places = |metadata: &Self| [origin(&metadata.token_endpoint), origin(&metadata.jwks_uri)];
        places(self) != places(known)
    }

    pub(crate) fn check(document: AuthorizationServerMetadata, bank: &Bank) -> Result<Self, MetadataError> {
        if document.issuer != bank.issuer().as_str() {
            return Err(MetadataError::OtherIssuer);
        }
        announces(&document)?;
        let own = |what: &'static str, url: Url| match bank.pins().check_endpoint(&url) {
            Ok(()) => Ok(url),
            Err(why) => Err(MetadataError::ForeignEndpoint(what, why)),
        };
        let needed = |what: &'static str, url: Option<Url>| own(what, url.ok_or(MetadataError::Missing(what))?);
        let optional = |what: &'static str, url: Option<Url>| url.map(|url| own(what, url)).transpose();
        Ok(Self {
            issuer: bank.issuer().clone(),
            authorization_endpoint: needed("authorisation endpoint", document.authorization_endpoint)?,
            token_endpoint: needed("token endpoint", document.token_endpoint)?,
            push_endpoint: needed("pushed request endpoint", document.pushed_authorization_request_endpoint)?,
            jwks_uri: needed("key set", document.jwks_uri)?,
            registration_endpoint: optional("registration endpoint", document.registration_endpoint)?,
            revocation_endpoint: optional("revocation endpoint", document.revocation_endpoint)?,
        })
    }
}

/// A list that is absent announces nothing in particular; one that is there must have what we use.
fn announces(document: &AuthorizationServerMetadata) -> Result<(), MetadataError> {
    let lists: [(&'static str, &[String], &str); 4] = [
        ("PKCE with S256", &document.code_challenge_methods_supported, "S256"),
        ("private_key_jwt", &document.token_endpoint_auth_methods_supported, "private_key_jwt"),
        ("DPoP with ES256", &document.dpop_signing_alg_values_supported, "ES256"),
        ("code answers", &document.response_types_supported, "code"),
    ];
    for (what, offered, used) in lists {
        if !offered.is_empty() && !offered.iter().any(|one| one == used) {
            return Err(MetadataError::Missing(what));
        }
    }
    // The defence against mix-up must not be optional (RFC 9207; FAPI 2.0 §5.3.2.2).
    if document.authorization_response_iss_parameter_supported != Some(true) {
        return Err(MetadataError::Missing("issuer in its answers"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::testing::a_bank;

    fn document(change: impl FnOnce(&mut Value)) -> Result<Metadata, MetadataError> {
        let origin = "http://127.0.0.1:7301";
        let mut document = json!({
            "issuer": origin, "authorization_endpoint": format!("{origin}/authorize"), "token_endpoint": format!("{origin}/token"),
            "pushed_authorization_request_endpoint": format!("{origin}/par"), "jwks_uri": format!("{origin}/jwks"),
            "authorization_response_iss_parameter_supported": true, "code_challenge_methods_supported": ["S256"],
        });
        change(&mut document);
        Metadata::check(serde_json::from_value(document).unwrap(), &a_bank("thames", origin))
    }

    #[test]
    fn an_honest_document_is_believed() {
        assert!(document(|_| {}).is_ok());
    }

    #[test]
    fn the_issuer_is_compared_without_forgiveness() {
        for other in ["http://127.0.0.1:7301/", "http://127.0.0.1:7302", "HTTP://127.0.0.1:7301", ""] {
            assert_eq!(document(|d| d["issuer"] = json!(other)), Err(MetadataError::OtherIssuer), "{other}");
        }
    }

    #[test]
    fn no_endpoint_may_leave_the_pinned_origins() {
        for name in [
            "authorization_endpoint",
            "token_endpoint",
            "pushed_authorization_request_endpoint",
            "jwks_uri",
            "revocation_endpoint",
            "registration_endpoint",
        ] {
            for foreign in
                ["http://127.0.0.1:7302/x", "https://evil.example/x", "http://10.0.0.1/x", "http://localhost:7301/x"]
            {
                let refused = document(|d| d[name] = json!(foreign));
                assert!(matches!(refused, Err(MetadataError::ForeignEndpoint(..))), "{name} {foreign}");
            }
        }
    }

    #[test]
    fn what_fapi_needs_must_be_announced() {
        let missing = |change: fn(&mut Value)| matches!(document(change), Err(MetadataError::Missing(_)));
        assert!(missing(|d| d["pushed_authorization_request_endpoint"] = Value::Null));
        assert!(missing(|d| d["authorization_response_iss_parameter_supported"] = json!(false)));
        assert!(missing(|d| d["authorization_response_iss_parameter_supported"] = Value::Null));
        assert!(missing(|d| d["code_challenge_methods_supported"] = json!(["plain"])));
        assert!(missing(|d| d["token_endpoint_auth_methods_supported"] = json!(["client_secret_basic"])));
        assert!(missing(|d| d["dpop_signing_alg_values_supported"] = json!(["RS256"])));
    }
}
