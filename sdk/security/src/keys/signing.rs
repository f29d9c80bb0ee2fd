//! A key of our own.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::EncodingKey;
use moa_kernel::{Entropy, ExposeSecret as _, KeyId, SecretString};
use moa_wire::jose::Jwk;
use p256::SecretKey;
use p256::pkcs8::EncodePrivateKey as _;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize as _, Zeroizing};

use super::thumbprint;

/// Why a key cannot be made or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The text is not a secret P-256 JWK.
    #[error("not a secret P-256 key in JWK form")]
    NotAKey,
    /// Its public part does not belong to its secret part.
    #[error("the public part of the key does not belong to its secret part")]
    Mismatch,
}

/// A P-256 key that signs with ES256. Cheap to clone; its secret is wiped when the last clone goes.
#[derive(Clone)]
pub struct SigningKey(Arc<Inner>);

struct Inner {
    secret: SecretKey,
    encoding: EncodingKey,
    public: Jwk,
    key_id: KeyId,
}

#[derive(Serialize, Deserialize)]
struct SecretJwk {
    kty: String,
    crv: String,
    x: String,
    y: String,
    d: String,
}

impl Drop for SecretJwk {
    fn drop(&mut self) {
        self.d.zeroize();
    }
}

impl SigningKey {
    /// Makes a new key.
    #[must_use]
    pub fn make(entropy: &dyn Entropy) -> Self {
        loop {
            let mut bytes = Zeroizing::new([0_u8; 32]);
            entropy.fill(bytes.as_mut());
            // All but one in four billion draws are below the group order.
            if let Some(key) = SecretKey::from_slice(bytes.as_ref()).ok().and_then(Self::from_secret) {
                return key;
            }
        }
    }

    /// Reads a key back from what [`SigningKey::to_secret_jwk`] wrote.
    ///
    /// # Errors
    /// When it is not a P-256 key, or was tampered with.
    pub fn from_secret_jwk(text: &SecretString) -> Result<Self, KeyError> {
        let jwk: SecretJwk = serde_json::from_str(text.expose_secret()).map_err(|_| KeyError::NotAKey)?;
        if jwk.kty != "EC" || jwk.crv != "P-256" {
            return Err(KeyError::NotAKey);
        }
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(jwk.d.as_bytes()).map_err(|_| KeyError::NotAKey)?);
        let secret = SecretKey::from_slice(&bytes).map_err(|_| KeyError::NotAKey)?;
        let key = Self::from_secret(secret).ok_or(KeyError::NotAKey)?;
        let same = key.0.public.x.as_deref() == Some(&jwk.x) && key.0.public.y.as_deref() == Some(&jwk.y);
        if same { Ok(key) } else { Err(KeyError::Mismatch) }
    }

    /// The whole key, secret included, as a JWK. For a vault, and for nothing else.
    #[must_use]
    pub fn to_secret_jwk(&self) -> SecretString {
        let bytes = Zeroizing::new(self.0.secret.to_bytes());
        let jwk = SecretJwk {
            kty: "EC".to_owned(),
            crv: "P-256".to_owned(),
            x: self.0.public.x.clone().unwrap_or_default(),
            y: self.0.public.y.clone().unwrap_or_default(),
            d: URL_SAFE_NO_PAD.encode(bytes.as_slice()),
        };
        SecretString::from(serde_json::to_string(&jwk).unwrap_or_default())
    }

    /// The key's name: its thumbprint.
    #[must_use]
    pub fn key_id(&self) -> &KeyId {
        &self.0.key_id
    }

    /// The RFC 7638 thumbprint: what a DPoP-bound token names as `jkt`.
    #[must_use]
    pub fn thumbprint(&self) -> &str {
        self.0.key_id.as_str()
    }

    /// The public part, named and marked for ES256 signatures, as it is published.
    #[must_use]
    pub fn public_jwk(&self) -> Jwk {
        Jwk {
            kid: Some(self.thumbprint().to_owned()),
            public_key_use: Some("sig".to_owned()),
            alg: Some("ES256".to_owned()),
            ..self.0.public.clone()
        }
    }

    /// The public part with nothing around it, as it stands in the header of a DPoP proof.
    pub(crate) fn bare_jwk(&self) -> &Jwk {
        &self.0.public
    }

    pub(crate) fn encoding(&self) -> &EncodingKey {
        &self.0.encoding
    }

    fn from_secret(secret: SecretKey) -> Option<Self> {
        let point = p256::elliptic_curve::sec1::ToSec1Point::to_sec1_point(&secret.public_key(), false);
        let public = Jwk {
            kty: "EC".to_owned(),
            crv: Some("P-256".to_owned()),
            x: Some(URL_SAFE_NO_PAD.encode(point.x()?)),
            y: Some(URL_SAFE_NO_PAD.encode(point.y()?)),
            ..Jwk::default()
        };
        let encoding = EncodingKey::from_ec_der(secret.to_pkcs8_der().ok()?.as_bytes());
        let key_id = KeyId::new(thumbprint(&public)?).ok()?;
        Some(Self(Arc::new(Inner { secret, encoding, public, key_id })))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, secret redacted)", self.0.key_id)
    }
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;

    use super::*;

    #[test]
    fn a_key_survives_the_vault_and_keeps_its_name() {
        let key = SigningKey::make(&SeededEntropy::new(1));
        let back = SigningKey::from_secret_jwk(&key.to_secret_jwk()).unwrap();
        assert_eq!(back.key_id(), key.key_id());
        assert_eq!(back.public_jwk(), key.public_jwk());
        assert_eq!(key.thumbprint().len(), 43);
        assert_ne!(SigningKey::make(&SeededEntropy::new(2)).key_id(), key.key_id());
    }

    #[test]
    fn nothing_but_the_vault_form_shows_the_secret() {
        let key = SigningKey::make(&SeededEntropy::new(1));
        let secret: serde_json::Value = serde_json::from_str(key.to_secret_jwk().expose_secret()).unwrap();
        let d = secret["d"].as_str().unwrap();
        assert_eq!(d.len(), 43);
        for shown in [format!("{key:?}"), serde_json::to_string(&key.public_jwk()).unwrap()] {
            assert!(!shown.contains(d), "{shown}");
        }
    }

    #[test]
    fn a_key_with_somebody_elses_public_part_is_refused() {
        let text = |key: &SigningKey| key.to_secret_jwk().expose_secret().to_owned();
        let (one, other) = (SigningKey::make(&SeededEntropy::new(1)), SigningKey::make(&SeededEntropy::new(2)));
        let x = |key: &SigningKey| key.public_jwk().x.unwrap();
        let mixed = text(&one).replace(&x(&one), &x(&other));
        assert_eq!(SigningKey::from_secret_jwk(&mixed.into()).unwrap_err(), KeyError::Mismatch);
    }

    #[test]
    fn other_texts_are_not_keys() {
        let good = SigningKey::make(&SeededEntropy::new(1)).to_secret_jwk();
        let zero = URL_SAFE_NO_PAD.encode([0_u8; 32]);
        let high = URL_SAFE_NO_PAD.encode([0xff_u8; 32]);
        for wrong in [
            String::new(),
            "{}".to_owned(),
            good.expose_secret().replace("P-256", "P-384"),
            good.expose_secret().replace("\"EC\"", "\"RSA\""),
            format!(r#"{{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"{zero}"}}"#),
            format!(r#"{{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"{high}"}}"#),
            r#"{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"!"}"#.to_owned(),
        ] {
            assert_eq!(SigningKey::from_secret_jwk(&wrong.into()).unwrap_err(), KeyError::NotAKey);
        }
    }
}
