//! Client assertions: how an app proves to an authorisation server who it is (RFC 7523, OpenID Connect Core §9), as
//! FAPI 2.0 wants them: the audience is the issuer, as one string, and nothing else (Security Profile §5.3.2.1-8).
//!
//! An assertion is good once. [`verify`] cannot know that; whoever calls it must take [`VerifiedAssertion::jti`] to a
//! [`crate::replay::Replay`] before believing anything.

use moa_kernel::{ClientId, Clock, Entropy, Issuer, SecretString, Timestamp};
use serde::{Deserialize, Serialize};

use crate::jws::{self, Alg, JwsError, Typ, UnverifiedToken};
use crate::keys::{SigningKey, VerifyingKeys};
use crate::times;

/// How long our assertions live.
const LIFETIME_SECONDS: i64 = 60;
/// How far ahead we let others' assertions end.
const LIFETIME_MAX_SECONDS: i64 = 600;
const JTI_BYTES_MAX: usize = 256;

/// Why an assertion is refused. The caller of an endpoint is told none of this: unknown client and bad signature give one
/// answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AssertionError {
    /// It is no signed token of this kind by this client.
    #[error(transparent)]
    Token(#[from] JwsError),
    /// `iss` and `sub` are not both the client.
    #[error("the assertion is about another client")]
    WrongClient,
    /// `aud` is not the issuer.
    #[error("the assertion is for another server")]
    WrongAudience,
    /// It has ended.
    #[error("the assertion has expired")]
    Expired,
    /// It ends too far ahead.
    #[error("the assertion lives too long")]
    LivesTooLong,
    /// It was made in the future.
    #[error("the assertion comes from the future")]
    FromTheFuture,
    /// Its `jti` is empty or enormous.
    #[error("the assertion has no usable id")]
    Jti,
}

/// An assertion whose signature, client, audience and time are right. It may still be a replay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedAssertion {
    /// Who signed it.
    pub client_id: ClientId,
    /// Its id, to be used once.
    pub jti: String,
    /// Until when the id must be remembered.
    pub expires_at: Timestamp,
}

/// The client an assertion claims to be from: good for looking up keys, and for nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnverifiedClientId(ClientId);

impl UnverifiedClientId {
    /// The claimed name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The claimed name as an id, to look it up by.
    #[must_use]
    pub fn as_id(&self) -> &ClientId {
        &self.0
    }
}

#[derive(Serialize)]
struct ClaimsOut<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    jti: String,
    iat: i64,
    exp: i64,
}

#[derive(Deserialize)]
struct ClaimsIn {
    iss: String,
    sub: ClientId,
    /// A list does not parse, on purpose.
    aud: String,
    jti: String,
    exp: i64,
    #[serde(default)]
    iat: Option<i64>,
    #[serde(default)]
    nbf: Option<i64>,
}

/// Makes an assertion for one request. A second request, even a retry of the first, needs another.
///
/// # Errors
/// [`JwsError::Signing`], which a working machine never gives.
pub fn make(
    key: &SigningKey,
    client: &ClientId,
    issuer: &Issuer,
    clock: &dyn Clock,
    entropy: &dyn Entropy,
) -> Result<SecretString, JwsError> {
    let now = clock.now().as_second();
    let claims = ClaimsOut {
        iss: client.as_str(),
        sub: client.as_str(),
        aud: issuer.as_str(),
        jti: entropy.uuid(),
        iat: now,
        exp: now.saturating_add(LIFETIME_SECONDS),
    };
    jws::sign(key, Typ::Jwt, &claims).map(SecretString::from)
}

/// Reads who an assertion claims to be from, so that the keys to check it with can be found.
///
/// # Errors
/// When it is not an assertion at all.
pub fn unverified_client_id(text: &str) -> Result<UnverifiedClientId, AssertionError> {
    let claims: ClaimsIn = UnverifiedToken::read(text)?.claims()?;
    Ok(UnverifiedClientId(claims.sub))
}

/// Checks an assertion with the keys of the client it should be from.
///
/// # Errors
/// When anything is wrong: see [`AssertionError`].
pub fn verify(
    text: &str,
    keys: &VerifyingKeys,
    expected_client: &ClientId,
    issuer: &Issuer,
    now: Timestamp,
) -> Result<VerifiedAssertion, AssertionError> {
    let token = UnverifiedToken::read(text)?;
    let alg = token.check_header(&[None, Some("jwt"), Some("client-authentication+jwt")], Alg::ALL)?;
    token.check_signature_by(keys, alg)?;
    let claims: ClaimsIn = token.claims()?;
    if claims.iss != expected_client.as_str() || &claims.sub != expected_client {
        return Err(AssertionError::WrongClient);
    }
    if claims.aud != issuer.as_str() {
        return Err(AssertionError::WrongAudience);
    }
    check_times(&claims, now)?;
    if claims.jti.is_empty() || claims.jti.len() > JTI_BYTES_MAX {
        return Err(AssertionError::Jti);
    }
    let expires_at = Timestamp::from_second(claims.exp).map_err(|_| AssertionError::LivesTooLong)?;
    Ok(VerifiedAssertion { client_id: expected_client.clone(), jti: claims.jti, expires_at })
}

fn check_times(claims: &ClaimsIn, now: Timestamp) -> Result<(), AssertionError> {
    if times::is_over(claims.exp, now) {
        return Err(AssertionError::Expired);
    }
    if times::is_too_far(claims.exp, LIFETIME_MAX_SECONDS, now) {
        return Err(AssertionError::LivesTooLong);
    }
    let starts = [claims.iat, claims.nbf];
    if starts.into_iter().flatten().any(|start| times::is_from_the_future(start, now)) {
        return Err(AssertionError::FromTheFuture);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
