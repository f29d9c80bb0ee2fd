//! `POST /revoke`: an app gives a token back (RFC 7009).
//!
//! Giving back a refresh token ends the whole grant, so its access tokens die with it. Giving back an access token ends
//! that one. An unknown token is a success, because the app has what it wants; another app's token is refused and lives
//! on. The hint about the kind of token is not needed: both kinds are looked for.

use axum::response::Response;
use http::StatusCode;
use moa_bank_core::state::StateError;
use moa_kernel::ClientId;
use moa_wire::oauth::{code, param};
use rusqlite::Transaction;

use crate::caller::{self, CallerError};
use crate::desk::Desk;
use crate::form::{Form, FormError};
use crate::intake::Asked;
use crate::reply::{self, Refusal};
use crate::store::{self, Digest};

/// Why a token is not taken back.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RevokeError {
    /// The form cannot be read.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The caller is not who it says.
    #[error(transparent)]
    Caller(#[from] CallerError),
    /// There is no token in the request.
    #[error("token is missing")]
    NoToken,
    /// The token was given to another app.
    #[error("the token is another app's")]
    OtherClient,
    /// The state could not be used.
    #[error("the state cannot be used")]
    State(#[from] StateError),
}

impl From<&RevokeError> for Refusal {
    fn from(error: &RevokeError) -> Self {
        match error {
            RevokeError::Form(_) => Self::bad(code::INVALID_REQUEST, "send each parameter once, as a form"),
            RevokeError::Caller(error) => Self::from(error),
            RevokeError::NoToken => Self::bad(code::INVALID_REQUEST, "token is missing"),
            RevokeError::OtherClient => Self::bad(code::INVALID_GRANT, "the token was given to another client"),
            RevokeError::State(_) => Self::ours(),
        }
    }
}

pub(crate) fn answer(desk: &Desk, asked: &Asked) -> Response {
    reply::answer("revocation", revoke(desk, asked))
}

fn revoke(desk: &Desk, asked: &Asked) -> Result<Response, RevokeError> {
    let form = Form::of_body(asked)?;
    let client = caller::authenticate(desk, asked, &form)?;
    let token = form.find_secret(param::TOKEN).ok_or(RevokeError::NoToken)?;
    let digest = Digest::of(&token);
    desk.bank.database().write(|tx| take_back(desk, tx, &digest, &client.id))?;
    Ok(reply::empty(StatusCode::OK))
}

fn take_back(desk: &Desk, tx: &Transaction<'_>, digest: &Digest, client: &ClientId) -> Result<(), RevokeError> {
    if let Some(token) = store::tokens::find_access(tx, desk.id(), digest)? {
        if token.client != *client {
            return Err(RevokeError::OtherClient);
        }
        store::tokens::revoke_access(tx, desk.id(), digest, desk.now())?;
    }
    let Some(token) = store::tokens::find_refresh(tx, desk.id(), digest)? else { return Ok(()) };
    if let Some(grant) = store::grants::find(tx, desk.id(), &token.grant)? {
        if grant.client != *client {
            return Err(RevokeError::OtherClient);
        }
        store::grants::revoke(tx, desk.id(), &grant.id, desk.now())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
