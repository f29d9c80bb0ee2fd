//! Id tokens (OpenID Connect Core §2, §3.1.3.7): the bank's word on who approved, when, and which consent it was for.
//!
//! The claim `openbanking_intent_id` is what ties the approval to the consent the app created; a token about another
//! consent is refused, whoever signed it.

use moa_kernel::{ClientId, Clock, ConsentId, CustomerId, ExposeSecret as _, Issuer, SecretString, Timestamp};
use serde::{Deserialize, Serialize};

use crate::attempt::Nonce;
use crate::jws::{self, Alg, JwsError, Typ, UnverifiedToken};
use crate::keys::{SigningKey, VerifyingKeys};
use crate::times;

const LIFETIME_SECONDS: i64 = 300;
/// Real banks give id tokens longer lives than we do; a day is generous.
const LIFETIME_MAX_SECONDS: i64 = 24 * 60 * 60;
/// How far our clock may be ahead of the bank's.
const EXPIRY_LEEWAY_SECONDS: i64 = 60;

/// What a bank says in an id token.
#[derive(Debug, Clone, Copy)]
pub struct IdTokenFor<'a> {
    /// The bank.
    pub issuer: &'a Issuer,
    /// The app.
    pub client: &'a ClientId,
    /// The customer, under a name that means nothing elsewhere.
    pub subject: &'a str,
    /// The app's `nonce`, when it sent one.
    pub nonce: Option<&'a str>,
    /// The consent that was approved.
    pub consent: Option<&'a ConsentId>,
    /// When the customer logged in.
    pub logged_in_at: Option<Timestamp>,
    /// How sure the bank is of the customer, in a word that client and bank both know.
    pub acr: Option<&'a str>,
}

/// What an app expects of an id token.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The bank of the attempt.
    pub issuer: &'a Issuer,
    /// The app's name at that bank.
    pub client: &'a ClientId,
    /// The attempt's nonce.
    pub nonce: &'a Nonce,
    /// The attempt's consent.
    pub consent: &'a ConsentId,
    /// The present moment.
    pub now: Timestamp,
}

/// What an app may believe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedIdToken {
    /// The customer, as this bank names them to this app.
    pub subject: CustomerId,
    /// When the bank said so.
    pub issued_at: Timestamp,
}

/// Why an id token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// It is no signed token of this kind by this bank.
    #[error(transparent)]
    Token(#[from] JwsError),
    /// `iss` is another bank.
    #[error("the id token is from another bank")]
    WrongIssuer,
    /// `aud` is not this app alone.
    #[error("the id token is for another app")]
    WrongAudience,
    /// It has ended, or ends absurdly late.
    #[error("the id token has expired or never does")]
    Expiry,
    /// It was made in the future.
    #[error("the id token comes from the future")]
    FromTheFuture,
    /// `nonce` is another attempt's.
    #[error("the id token belongs to another attempt")]
    WrongNonce,
    /// The consent is another one.
    #[error("the id token is about another consent")]
    WrongConsent,
}

#[derive(Serialize)]
struct ClaimsOut<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acr: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    openbanking_intent_id: Option<&'a str>,
}

#[derive(Deserialize)]
struct ClaimsIn {
    iss: String,
    sub: CustomerId,
    aud: Audience,
    #[serde(default)]
    azp: Option<String>,
    iat: i64,
    exp: i64,
    nonce: String,
    openbanking_intent_id: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Makes an id token.
///
/// # Errors
/// [`JwsError::Signing`], which a working machine never gives.
pub fn make(key: &SigningKey, about: &IdTokenFor<'_>, clock: &dyn Clock) -> Result<SecretString, JwsError> {
    let now = clock.now().as_second();
    let claims = ClaimsOut {
        iss: about.issuer.as_str(),
        sub: about.subject,
        aud: about.client.as_str(),
        iat: now,
        exp: now.saturating_add(LIFETIME_SECONDS),
        auth_time: about.logged_in_at.map(Timestamp::as_second),
        acr: about.acr,
        nonce: about.nonce,
        openbanking_intent_id: about.consent.map(ConsentId::as_str),
    };
    jws::sign(key, Typ::Jwt, &claims).map(SecretString::from)
}

/// Checks an id token with the keys of the bank of the attempt.
///
/// # Errors
/// When anything is wrong: see [`IdTokenError`].
pub fn verify(
    text: &SecretString,
    keys: &VerifyingKeys,
    expected: &Expected<'_>,
) -> Result<VerifiedIdToken, IdTokenError> {
    let token = UnverifiedToken::read(text.expose_secret())?;
    let alg = token.check_header(&[None, Some("jwt")], Alg::ALL)?;
    token.check_signature_by(keys, alg)?;
    let claims: ClaimsIn = token.claims()?;
    if claims.iss != expected.issuer.as_str() {
        return Err(IdTokenError::WrongIssuer);
    }
    if !is_for(&claims, expected.client.as_str()) {
        return Err(IdTokenError::WrongAudience);
    }
    check_times(&claims, expected.now)?;
    if !expected.nonce.matches(&claims.nonce) {
        return Err(IdTokenError::WrongNonce);
    }
    if claims.openbanking_intent_id != expected.consent.as_str() {
        return Err(IdTokenError::WrongConsent);
    }
    let issued_at = Timestamp::from_second(claims.iat).map_err(|_| IdTokenError::FromTheFuture)?;
    Ok(VerifiedIdToken { subject: claims.sub, issued_at })
}

/// A list of audiences is only believed when the token says that it was made for us (Core §3.1.3.7-3..5).
fn is_for(claims: &ClaimsIn, client: &str) -> bool {
    let authorised = claims.azp.as_deref();
    let named = match &claims.aud {
        Audience::One(one) => one == client,
        Audience::Several(several) => match several.as_slice() {
            [one] => one == client,
            _ => several.iter().any(|each| each == client) && authorised.is_some(),
        },
    };
    named && authorised.is_none_or(|azp| azp == client)
}

fn check_times(claims: &ClaimsIn, now: Timestamp) -> Result<(), IdTokenError> {
    let over = times::is_over(claims.exp.saturating_add(EXPIRY_LEEWAY_SECONDS), now);
    if over || times::is_too_far(claims.exp, LIFETIME_MAX_SECONDS, now) {
        return Err(IdTokenError::Expiry);
    }
    if times::is_from_the_future(claims.iat, now) { Err(IdTokenError::FromTheFuture) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
