//! Making a proof.

use moa_kernel::{Clock, Entropy, ExposeSecret as _, SecretString};
use serde::Serialize;
use url::Url;

use super::target;
use crate::digest::sha256_base64url;
use crate::jws::{self, JwsError, Typ};
use crate::keys::SigningKey;

/// The request a proof is for.
#[derive(Debug, Clone, Copy)]
pub struct ProofFor<'a> {
    /// Its method, in capitals.
    pub method: &'a str,
    /// Its URL. Query and fragment are left out of the proof.
    pub url: &'a Url,
    /// The access token it carries.
    pub access_token: Option<&'a SecretString>,
    /// The last nonce this server gave.
    pub nonce: Option<&'a str>,
}

#[derive(Serialize)]
struct Claims<'a> {
    jti: String,
    htm: &'a str,
    htu: String,
    iat: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    ath: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
}

/// Makes a proof for one request. A second request, even a retry of the first, needs another.
///
/// # Errors
/// [`JwsError::Signing`], which a working machine never gives.
pub fn make(
    key: &SigningKey,
    request: &ProofFor<'_>,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
) -> Result<SecretString, JwsError> {
    let claims = Claims {
        jti: entropy.uuid(),
        htm: request.method,
        htu: target::written(request.url),
        iat: clock.now().as_second(),
        ath: request.access_token.map(|token| sha256_base64url(token.expose_secret())),
        nonce: request.nonce,
    };
    jws::sign_with_key_inside(key, Typ::Dpop, &claims).map(SecretString::from)
}
