//! Checking a proof: the twelve checks of RFC 9449 §4.3, in their order.

use std::sync::Arc;

use http::HeaderMap;
use moa_kernel::{SecretString, Timestamp, same_secret};
use moa_wire::Raw;
use moa_wire::jose::Jwk;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::proof_keys::NewKey;
use super::{PROOF_HEADER, ProofKeys, target};
use crate::digest::sha256_base64url;
use crate::jws::{Alg, JwsError, UnverifiedToken};
use crate::keys::PublicKey;
use crate::replay::key_of;
use crate::times;

/// How old a proof may be. It was made for a request that should be on its way.
const AGE_MAX_SECONDS: i64 = 60;
const JTI_BYTES_MAX: usize = 256;

/// Why a proof is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DpopError {
    /// There is none.
    #[error("a DPoP proof is required")]
    Missing,
    /// There are several; a reader that takes the first could be fooled.
    #[error("there is more than one DPoP proof")]
    Several,
    /// It is no signed token of this kind.
    #[error(transparent)]
    Token(#[from] JwsError),
    /// The key in it is absent, weak, or of a kind we do not believe.
    #[error("the key in the proof cannot be used")]
    Key,
    /// The key in it is a secret one, which is a secret no longer.
    #[error("the proof gives away a secret key")]
    SecretKey,
    /// It is for another method.
    #[error("the proof is for another method")]
    Method,
    /// It is for another URL.
    #[error("the proof is for another URL")]
    Target,
    /// It has no nonce, and one is needed.
    #[error("the proof needs a nonce")]
    NonceMissing,
    /// Its nonce is not one we gave lately.
    #[error("the proof's nonce is not valid")]
    NonceUnknown,
    /// It is too old, or from the future.
    #[error("the proof is not from now")]
    Time,
    /// It is for another access token, or for none.
    #[error("the proof is for another access token")]
    AccessToken,
    /// Its `jti` is empty or enormous.
    #[error("the proof has no usable id")]
    Jti,
}

impl DpopError {
    /// Whether the answer is `use_dpop_nonce`: the app should try again with the nonce it is given.
    #[must_use]
    pub const fn wants_nonce(self) -> bool {
        matches!(self, Self::NonceMissing | Self::NonceUnknown)
    }
}

/// Whether a nonce is asked for, and which are good.
#[derive(Clone, Copy)]
pub enum NonceRule<'a> {
    /// None is asked for; one that comes anyway is not looked at.
    NotNeeded,
    /// One is needed, and the function tells whether it is good.
    Needed(&'a dyn Fn(&str) -> bool),
}

/// What the proof must be for.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// The method of the request.
    pub method: &'a str,
    /// The URL of the request, as the outside knows it.
    pub url: &'a str,
    /// The access token in the request, at a resource.
    pub access_token: Option<&'a str>,
    /// What is asked about nonces.
    pub nonce: NonceRule<'a>,
    /// The present moment.
    pub now: Timestamp,
    /// The keys that proofs were made with before, where somebody remembers them.
    pub keys: Option<&'a ProofKeys>,
}

/// A proof from a header, not believed yet.
#[derive(Clone)]
pub struct UnverifiedProof(String);

/// A proof whose signature, request, nonce, time and token are right. It may still be a replay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedProof {
    /// The thumbprint of the key that signed it.
    pub thumbprint: String,
    /// Its id, to be used once with this key.
    pub jti: String,
    /// When it was made.
    pub iat: Timestamp,
    /// Its key, where that was not known before.
    pub(super) new_key: Option<NewKey>,
}

#[derive(Deserialize)]
struct Claims {
    jti: String,
    htm: String,
    htu: String,
    iat: i64,
    #[serde(default)]
    ath: Option<String>,
    #[serde(default)]
    nonce: Option<String>,
}

/// The members only a secret key has (RFC 7518 §6).
#[derive(Deserialize)]
struct SecretMembers {
    d: Option<IgnoredAny>,
    p: Option<IgnoredAny>,
    q: Option<IgnoredAny>,
    dp: Option<IgnoredAny>,
    dq: Option<IgnoredAny>,
    qi: Option<IgnoredAny>,
    oth: Option<IgnoredAny>,
    k: Option<IgnoredAny>,
}

impl UnverifiedProof {
    /// Takes the proof out of a request's headers. There must be exactly one.
    ///
    /// # Errors
    /// [`DpopError::Missing`], [`DpopError::Several`], or [`JwsError::Malformed`] for bytes that are not text.
    pub fn from_headers(headers: &HeaderMap) -> Result<Self, DpopError> {
        let mut all = headers.get_all(PROOF_HEADER).iter();
        let one = all.next().ok_or(DpopError::Missing)?;
        if all.next().is_some() {
            return Err(DpopError::Several);
        }
        let text = one.to_str().map_err(|_| JwsError::Malformed)?;
        Ok(Self(text.to_owned()))
    }

    /// Checks the proof.
    ///
    /// # Errors
    /// When anything is wrong: see [`DpopError`].
    pub fn verify(&self, expected: &Expected<'_>) -> Result<VerifiedProof, DpopError> {
        let token = UnverifiedToken::read(&self.0)?;
        let alg = token.check_header(&[Some("dpop+jwt")], Alg::ALL)?;
        let (key, new_key) = checked_key(&token, alg, expected.keys)?;
        let claims: Claims = token.claims()?;
        check_request(&claims, expected)?;
        check_nonce(claims.nonce.as_deref(), expected.nonce)?;
        check_time(claims.iat, expected.now)?;
        check_access_token(claims.ath.as_deref(), expected.access_token)?;
        if claims.jti.is_empty() || claims.jti.len() > JTI_BYTES_MAX {
            return Err(DpopError::Jti);
        }
        let iat = Timestamp::from_second(claims.iat).map_err(|_| DpopError::Time)?;
        Ok(VerifiedProof { thumbprint: key.thumbprint().to_owned(), jti: claims.jti, iat, new_key })
    }
}

impl std::fmt::Debug for UnverifiedProof {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UnverifiedProof({} bytes)", self.0.len())
    }
}

impl VerifiedProof {
    /// The key under which this proof's use is to be remembered.
    #[must_use]
    pub fn replay_key(&self) -> String {
        key_of(&[&self.thumbprint, &self.jti])
    }

    /// Until when its use is to be remembered: as long as it would pass for fresh, which it does to the end of its last
    /// second.
    #[must_use]
    pub fn replay_until(&self) -> Timestamp {
        let until = self.iat.as_second().saturating_add(AGE_MAX_SECONDS + 1);
        Timestamp::from_second(until).unwrap_or(Timestamp::MAX)
    }

    /// Whether the key that signed it is the one a token is bound to.
    #[must_use]
    pub fn is_by(&self, thumbprint: &str) -> bool {
        same_secret(&SecretString::from(self.thumbprint.as_str()), &SecretString::from(thumbprint))
    }
}

/// The key in the proof, once the signature is right by it; and once more where it was not known.
fn checked_key(
    token: &UnverifiedToken<'_>,
    alg: Alg,
    keys: Option<&ProofKeys>,
) -> Result<(Arc<PublicKey>, Option<NewKey>), DpopError> {
    let jwk = token.key_inside().ok_or(DpopError::Key)?;
    if let Some(known) = keys.and_then(|keys| keys.find(jwk)) {
        token.check_signature(&known, alg)?;
        return Ok((known, None));
    }
    let key = Arc::new(key_inside(jwk)?);
    token.check_signature(&key, alg)?;
    let new_key = NewKey::of(jwk, &key);
    Ok((key, Some(new_key)))
}

fn key_inside(jwk: &Raw) -> Result<PublicKey, DpopError> {
    let secret: SecretMembers = jwk.read().map_err(|_| DpopError::Key)?;
    let SecretMembers { d, p, q, dp, dq, qi, oth, k } = secret;
    if [d, p, q, dp, dq, qi, oth, k].iter().any(Option::is_some) {
        return Err(DpopError::SecretKey);
    }
    let jwk: Jwk = jwk.read().map_err(|_| DpopError::Key)?;
    PublicKey::from_jwk(&jwk).map_err(|_| DpopError::Key)
}

fn check_request(claims: &Claims, expected: &Expected<'_>) -> Result<(), DpopError> {
    if claims.htm != expected.method {
        return Err(DpopError::Method);
    }
    if target::names(&claims.htu, expected.url) { Ok(()) } else { Err(DpopError::Target) }
}

fn check_nonce(nonce: Option<&str>, rule: NonceRule<'_>) -> Result<(), DpopError> {
    match (rule, nonce) {
        (NonceRule::NotNeeded, _) => Ok(()),
        (NonceRule::Needed(_), None) => Err(DpopError::NonceMissing),
        (NonceRule::Needed(is_good), Some(nonce)) if is_good(nonce) => Ok(()),
        (NonceRule::Needed(_), Some(_)) => Err(DpopError::NonceUnknown),
    }
}

fn check_time(iat: i64, now: Timestamp) -> Result<(), DpopError> {
    let old = iat < now.as_second().saturating_sub(AGE_MAX_SECONDS);
    if old || times::is_from_the_future(iat, now) { Err(DpopError::Time) } else { Ok(()) }
}

/// At a resource the proof must name the token. Elsewhere there is no token to name, and what it names is not looked at.
fn check_access_token(ath: Option<&str>, token: Option<&str>) -> Result<(), DpopError> {
    let Some(token) = token else { return Ok(()) };
    let digest = SecretString::from(sha256_base64url(token));
    let same = ath.is_some_and(|ath| same_secret(&digest, &SecretString::from(ath)));
    if same { Ok(()) } else { Err(DpopError::AccessToken) }
}
