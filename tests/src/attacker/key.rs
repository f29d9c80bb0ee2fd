//! A key that an app signs with, of any kind that FAPI 2.0 allows (Security Profile §5.4.1).
//!
//! Our own SDK signs with ES256 alone. Other apps choose otherwise, so a bank is asked with keys of every kind.

use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512,
    RSA_PSS_SHA256, RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moa_security::jws::Alg;
use moa_security::keys;
use moa_wire::jose::Jwk;

/// A key that an app signs with. Cheap to clone.
#[derive(Clone)]
pub struct AppKey {
    pair: Arc<Pair>,
    bare: Jwk,
    thumbprint: String,
}

enum Pair {
    Es256(EcdsaKeyPair),
    Ps256(RsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

impl AppKey {
    /// A new key for ES256, which most apps sign with.
    ///
    /// # Errors
    /// When the machine gives no randomness.
    pub fn make() -> Result<Self> {
        Self::of(Alg::Es256)
    }

    /// A new key for this algorithm.
    ///
    /// # Errors
    /// As [`AppKey::make`].
    pub fn of(alg: Alg) -> Result<Self> {
        let pair = match alg {
            Alg::Es256 => EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map(Pair::Es256),
            Alg::Ps256 => RsaKeyPair::generate(KeySize::Rsa2048).map(Pair::Ps256),
            Alg::EdDsa => Ed25519KeyPair::generate().map(Pair::EdDsa),
        }
        .map_err(|_| anyhow!("no key can be made"))?;
        let bare = pair.public();
        let thumbprint = keys::thumbprint(&bare).context("the key has no thumbprint")?;
        Ok(Self { pair: Arc::new(pair), bare, thumbprint })
    }

    /// What it signs with, as a header names it.
    #[must_use]
    pub fn alg(&self) -> &'static str {
        match *self.pair {
            Pair::Es256(_) => Alg::Es256.as_str(),
            Pair::Ps256(_) => Alg::Ps256.as_str(),
            Pair::EdDsa(_) => Alg::EdDsa.as_str(),
        }
    }

    /// Its RFC 7638 thumbprint, which is also its name.
    #[must_use]
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// The public part with nothing around it, as it stands in a proof.
    #[must_use]
    pub const fn bare_jwk(&self) -> &Jwk {
        &self.bare
    }

    /// The public part as it is published.
    #[must_use]
    pub fn public_jwk(&self) -> Jwk {
        let (kid, alg) = (Some(self.thumbprint.clone()), Some(self.alg().to_owned()));
        Jwk { kid, alg, public_key_use: Some("sig".to_owned()), ..self.bare.clone() }
    }

    /// The signature of a message, in the algorithm that a header names where this kind of key has it, and else in its own.
    pub(super) fn sign(&self, alg: &str, message: &[u8]) -> Result<Vec<u8>> {
        let random = SystemRandom::new();
        let signed = match &*self.pair {
            Pair::Es256(pair) => pair.sign(&random, message).map(|signature| signature.as_ref().to_vec()),
            Pair::Ps256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(padding(alg), &random, message, &mut signature).map(|()| signature)
            }
            Pair::EdDsa(pair) => Ok(pair.sign(message).as_ref().to_vec()),
        };
        signed.map_err(|_| anyhow!("the key cannot sign"))
    }
}

/// RSA keys sign in many ways, and FAPI allows one of them.
fn padding(alg: &str) -> &'static dyn RsaEncoding {
    match alg {
        "RS256" => &RSA_PKCS1_SHA256,
        "RS512" => &RSA_PKCS1_SHA512,
        "PS512" => &RSA_PSS_SHA512,
        _ => &RSA_PSS_SHA256,
    }
}

impl Pair {
    fn public(&self) -> Jwk {
        let text = |bytes: &[u8]| Some(URL_SAFE_NO_PAD.encode(bytes));
        match self {
            Self::Es256(pair) => {
                // An uncompressed point: a byte that says so, then both coordinates.
                let (x, y) = pair.public_key().as_ref().get(1..).unwrap_or_default().split_at(32);
                Jwk { kty: "EC".to_owned(), crv: Some("P-256".to_owned()), x: text(x), y: text(y), ..Jwk::default() }
            }
            Self::Ps256(pair) => {
                let public = pair.public_key();
                let n = text(public.modulus().big_endian_without_leading_zero());
                let e = text(public.exponent().big_endian_without_leading_zero());
                Jwk { kty: "RSA".to_owned(), n, e, ..Jwk::default() }
            }
            Self::EdDsa(pair) => {
                let (crv, x) = (Some("Ed25519".to_owned()), text(pair.public_key().as_ref()));
                Jwk { kty: "OKP".to_owned(), crv, x, ..Jwk::default() }
            }
        }
    }
}
