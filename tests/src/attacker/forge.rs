//! Tokens of any header, any claims and any signature.

use anyhow::{Context as _, Result, anyhow};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moa_security::keys::SigningKey;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

/// The header an honest client assertion has.
#[must_use]
pub fn assertion_header(key: &SigningKey) -> Value {
    json!({ "alg": "ES256", "typ": "JWT", "kid": key.thumbprint() })
}

/// The header an honest DPoP proof has.
#[must_use]
pub fn proof_header(key: &SigningKey) -> Value {
    let public = key.public_jwk();
    json!({ "alg": "ES256", "typ": "dpop+jwt", "jwk": { "kty": "EC", "crv": "P-256", "x": public.x, "y": public.y } })
}

/// Signs any header and claims with a P-256 key, whatever the header says.
///
/// # Errors
/// When the key cannot sign.
pub fn signed(key: &SigningKey, header: &Value, claims: &Value) -> Result<String> {
    let message = message(header, claims);
    let secret: Value = serde_json::from_str(key.to_secret_jwk().expose_secret())?;
    let part = |name: &str| -> Result<Vec<u8>> {
        let text = secret.get(name).and_then(Value::as_str).context("a key lacks a part")?;
        Ok(URL_SAFE_NO_PAD.decode(text)?)
    };
    let point = [&[4_u8][..], &part("x")?, &part("y")?].concat();
    let pair = EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P256_SHA256_FIXED_SIGNING, &part("d")?, &point)
        .map_err(|_| anyhow!("the key is no key"))?;
    let signature = pair.sign(&SystemRandom::new(), message.as_bytes()).map_err(|_| anyhow!("the key cannot sign"))?;
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
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
