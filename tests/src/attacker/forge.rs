//! Tokens of any header, any claims and any signature.

use anyhow::Result;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moa_kernel::{Entropy as _, OsEntropy};
use moa_security::digest::sha256_base64url;
use serde_json::{Value, json};
use url::Url;

use super::AppKey;

/// The header an honest client assertion has.
#[must_use]
pub fn assertion_header(key: &AppKey) -> Value {
    json!({ "alg": key.alg(), "typ": "JWT", "kid": key.thumbprint() })
}

/// The header an honest DPoP proof has.
#[must_use]
pub fn proof_header(key: &AppKey) -> Value {
    json!({ "alg": key.alg(), "typ": "dpop+jwt", "jwk": key.bare_jwk() })
}

/// The claims an honest DPoP proof has.
#[must_use]
pub fn proof_claims(method: &str, url: &Url, token: Option<&str>, nonce: Option<&str>, now: i64) -> Value {
    let mut bare = url.clone();
    bare.set_query(None);
    let mut claims = json!({ "jti": OsEntropy.uuid(), "htm": method, "htu": bare.as_str(), "iat": now });
    let ath = token.map(sha256_base64url);
    for (name, value) in [("ath", ath.as_deref()), ("nonce", nonce)] {
        if let (Some(value), Some(members)) = (value, claims.as_object_mut()) {
            members.insert(name.to_owned(), value.into());
        }
    }
    claims
}

/// A proof of any claims under an honest header.
///
/// # Errors
/// When the key cannot sign.
pub fn proof(key: &AppKey, claims: &Value) -> Result<String> {
    signed(key, &proof_header(key), claims)
}

/// Signs any header and claims with a key, as the header says where that kind of key can.
///
/// # Errors
/// When the key cannot sign.
pub fn signed(key: &AppKey, header: &Value, claims: &Value) -> Result<String> {
    let message = message(header, claims);
    let alg = header.get("alg").and_then(Value::as_str).unwrap_or_default();
    let signature = key.sign(alg, message.as_bytes())?;
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

/// Puts a MAC where the signature should be, with any bytes as the shared secret.
#[must_use]
pub fn maced(secret: &[u8], header: &Value, claims: &Value) -> String {
    let message = message(header, claims);
    let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac.as_ref()))
}

/// Puts nothing where the signature should be.
#[must_use]
pub fn unsigned(header: &Value, claims: &Value) -> String {
    format!("{}.", message(header, claims))
}

fn message(header: &Value, claims: &Value) -> String {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    format!("{}.{}", part(header), part(claims))
}
