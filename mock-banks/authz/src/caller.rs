//! Who is calling: client authentication by `private_key_jwt` and by nothing else (FAPI 2.0 §5.3.2.1-6, RFC 7523).
//!
//! The assertion's audience is our issuer as one string (§5.3.2.1-8), it lives for minutes, and its `jti` counts once,
//! also across a restart. Every failure is the same 401, and an unknown client costs as much work as a wrong signature,
//! so that nobody can find out which clients exist (RFC 6749 §5.2).

use moa_bank_core::state::StateError;
use moa_kernel::ClientId;
use moa_security::assertion;
use moa_security::keys::VerifyingKeys;
use moa_security::replay::{self, Once};
use moa_wire::jose::Jwks;
use moa_wire::oauth::{JWT_BEARER, param};

use crate::client::Client;
use crate::desk::Desk;
use crate::form::Form;
use crate::intake::Asked;
use crate::reply::Refusal;
use crate::store;

/// Why a caller is not who it says.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallerError {
    /// There is no assertion, or it is of another kind.
    #[error("there is no private_key_jwt client assertion")]
    NoAssertion,
    /// A secret, in the header or in the form.
    #[error("the client tries another way to authenticate")]
    OtherMethod,
    /// The assertion does not name a client we know and prove to be from it.
    #[error("the client assertion does not prove who calls")]
    Unproven,
    /// The `client_id` beside the assertion is another one.
    #[error("the client_id beside the assertion is another client's")]
    OtherClient,
    /// The assertion was used before.
    #[error("the client assertion was used before")]
    Replayed,
    /// The state could not be read.
    #[error("the state cannot be used")]
    State(#[from] StateError),
}

impl From<&CallerError> for Refusal {
    fn from(error: &CallerError) -> Self {
        match error {
            CallerError::NoAssertion
            | CallerError::OtherMethod
            | CallerError::Unproven
            | CallerError::OtherClient
            | CallerError::Replayed => Self::invalid_client(),
            CallerError::State(_) => Self::ours(),
        }
    }
}

/// Finds out who calls. The assertion is spent by this, whatever happens to the rest of the request.
pub(crate) fn authenticate(desk: &Desk, asked: &Asked, form: &Form) -> Result<Client, CallerError> {
    if asked.headers.contains_key(http::header::AUTHORIZATION) || form.find("client_secret").is_some() {
        return Err(CallerError::OtherMethod);
    }
    if form.find(param::CLIENT_ASSERTION_TYPE) != Some(JWT_BEARER) {
        return Err(CallerError::NoAssertion);
    }
    let text = form.find(param::CLIENT_ASSERTION).ok_or(CallerError::NoAssertion)?;
    let unverified = assertion::unverified_client_id(text).map_err(|_| CallerError::Unproven)?;
    let known = find(desk, unverified.as_id())?;
    let keys = match &known {
        Some(client) => VerifyingKeys::from_jwks(&client.jwks),
        // The work is done for a stranger too, with a key that cannot be theirs.
        None => VerifyingKeys::from_jwks(&Jwks { keys: vec![desk.key.public_jwk()] }),
    };
    let proven = assertion::verify(text, &keys, unverified.as_id(), &desk.issuer, desk.now());
    let (Some(client), Ok(proven)) = (known, proven) else {
        return Err(CallerError::Unproven);
    };
    if form.find(param::CLIENT_ID).is_some_and(|named| named != client.id.as_str()) {
        return Err(CallerError::OtherClient);
    }
    let key = replay::key_of(&[client.id.as_str(), &proven.jti]);
    let first = desk.bank.database().write(|tx| -> Result<bool, StateError> {
        store::clients::mark_used(tx, desk.id(), &client.id, desk.now())?;
        store::spent::first_use(tx, desk.id(), Once::Assertion.as_str(), &key, proven.expires_at)
    })?;
    if first { Ok(client) } else { Err(CallerError::Replayed) }
}

fn find(desk: &Desk, client: &ClientId) -> Result<Option<Client>, StateError> {
    desk.bank.database().read(|connection| store::clients::find(connection, desk.id(), client))
}

#[cfg(test)]
mod tests;
