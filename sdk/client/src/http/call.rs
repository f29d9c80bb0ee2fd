//! One call to a bank, as what it means and not yet as bytes: a repetition is dressed anew, because a proof and a client
//! assertion may each be used once.

use http::Method;
use moa_kernel::{Issuer, SecretString};
use moa_security::dpop::Side;
use moa_security::keys::SigningKey;
use url::Url;

use crate::registration::ClientIdentity;

/// What proves that the call is ours: a key, and the token that is bound to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClientProof<'a> {
    pub(crate) key: &'a SigningKey,
    pub(crate) token: Option<&'a SecretString>,
}

/// What is sent along.
pub(crate) enum Payload<'a> {
    Nothing,
    Json(Vec<u8>),
    /// A form, to which each try adds a fresh assertion of the client made out to the issuer.
    Form {
        fields: Vec<(String, SecretString)>,
        client: &'a ClientIdentity,
        issuer: &'a Issuer,
    },
}

/// One call. Its URL has been checked against the bank's pins.
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) server: Side,
    pub(crate) proof: Option<ClientProof<'a>>,
    pub(crate) payload: Payload<'a>,
    pub(crate) idempotency_key: Option<&'a str>,
    pub(crate) most_bytes: usize,
}

impl<'a> Call<'a> {
    /// A read that needs no proof: metadata and key sets.
    pub(crate) const fn open_read(url: Url, most_bytes: usize) -> Self {
        Self {
            method: Method::GET,
            url,
            server: Side::Authorisation,
            proof: None,
            payload: Payload::Nothing,
            idempotency_key: None,
            most_bytes,
        }
    }

    /// A form for the authorisation server, with the client's assertion and, if there is a key, a proof.
    pub(crate) const fn form(url: Url, payload: Payload<'a>, key: Option<&'a SigningKey>, most_bytes: usize) -> Self {
        let proof = match key {
            Some(key) => Some(ClientProof { key, token: None }),
            None => None,
        };
        Self {
            method: Method::POST,
            url,
            server: Side::Authorisation,
            proof,
            payload,
            idempotency_key: None,
            most_bytes,
        }
    }

    /// Whether sending it twice does no harm.
    pub(super) fn is_repeatable(&self) -> bool {
        self.method.is_safe() || self.idempotency_key.is_some()
    }
}
