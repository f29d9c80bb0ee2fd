//! From the wish to link a bank to a living grant.
//!
//! The story, with the step that tells each part: [`Moa::authorise`](crate::moa::Moa::authorise) begins a request, the
//! customer's wishes are added to it ([`Authorise`]), and [`Authorise::prepare`] does all that can be done before anybody is
//! asked: the bank's metadata is fetched and checked against the directory, the app registers if it has not yet, a consent
//! is made, and the request is pushed to the bank (RFC 9126) bound to that consent, to a fresh DPoP key and to a PKCE
//! challenge. What comes out is a [`Flow`]: its [`url`](Flow::url) goes to the customer's browser, [`Flow::listen`] waits on
//! this device for the browser to come back, and [`Flow::complete`] checks the answer, redeems the code and keeps the link.
//! From then on the grant keeps itself fresh, until [`Moa::unlink`](crate::moa::Moa::unlink) ends it.
//!
//! Everything secret about one approval lives in one record (`attempt.rs`) and is used once. The profile is FAPI 2.0:
//! `private_key_jwt`, DPoP with server nonces, PKCE with S256, `iss` in every answer. There is no weaker mode to fall back to.

mod attempt;
mod bank_client;
mod callback;
mod flow;
mod grant;
mod keys;
mod listener;
mod metadata;
mod push;
mod recogniser;
mod request;
mod token_endpoint;
mod tokens;

pub use attempt::ATTEMPT_LIFE;
#[cfg(test)]
pub(crate) use attempt::Attempt;
pub(crate) use bank_client::{BankClient, Shared};
pub use callback::{CallbackError, Redirect};
pub use flow::Flow;
pub(crate) use grant::Grant;
pub use metadata::MetadataError;
pub use push::PushError;
pub use recogniser::Recogniser;
pub use request::{Authorise, Months};
pub use tokens::TokenError;

#[cfg(test)]
pub(crate) mod testing {
    //! An attempt at a bank on this device.

    use moa_kernel::{ConsentId, OsEntropy, Timestamp};
    use url::Url;

    use super::attempt::{Attempt, Beginning};
    use super::metadata::Metadata;
    use crate::language::Language;

    pub(crate) fn an_attempt(consent: &ConsentId) -> Attempt {
        let at = |path: &str| Url::parse(&format!("http://127.0.0.1:7301{path}")).unwrap();
        let metadata = Metadata {
            issuer: "http://127.0.0.1:7301".try_into().unwrap(),
            authorization_endpoint: at("/authorize"),
            token_endpoint: at("/token"),
            push_endpoint: at("/par"),
            jwks_uri: at("/jwks"),
            registration_endpoint: Some(at("/register")),
            revocation_endpoint: Some(at("/revoke")),
        };
        let beginning = Beginning {
            metadata,
            redirect_path: "/callback/thames/r4nd0m".to_owned(),
            redirect_uri: Url::parse("http://127.0.0.1:49152/callback/thames/r4nd0m").unwrap(),
            consent: consent.clone(),
            consent_ends_at: None,
            language: Language::English,
        };
        Attempt::begin(beginning, Timestamp::UNIX_EPOCH, &OsEntropy)
    }
}
