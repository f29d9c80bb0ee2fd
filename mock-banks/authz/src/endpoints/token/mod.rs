//! `POST /token`: a grant comes in, tokens go out, bound to the key that made the request's proof.
//!
//! The steps are the same for all three grants: read the form, know the grant type, authenticate the app, verify the
//! proof. What the grant is worth is decided in [`code`], [`refresh`] and [`own`]. Whatever is wrong with a code or a
//! refresh token is one and the same `invalid_grant`.

mod code;
mod own;
mod refresh;

use axum::response::Response;
use http::StatusCode;
use moa_bank_core::state::StateError;
use moa_kernel::SecretString;
use moa_security::pkce::PkceError;
use moa_wire::oauth::{DPOP, TokenResponse, code as error_code, grant, param};

use super::path;
use crate::caller::{self, CallerError};
use crate::client::{Client, Role};
use crate::desk::Desk;
use crate::form::{Form, FormError};
use crate::intake::Asked;
use crate::issue::Issued;
use crate::proof::{self, ProofError};
use crate::reply::{self, Refusal};
use crate::scope::ScopeError;

/// A token request whose sender is known.
pub(super) struct TokenRequest<'a> {
    form: &'a Form,
    client: &'a Client,
    /// The thumbprint of the key that made the proof.
    jkt: &'a str,
}

/// Why there are no tokens.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TokenError {
    /// The form cannot be read.
    #[error(transparent)]
    Form(#[from] FormError),
    /// There is no `grant_type`.
    #[error("no grant type was named")]
    NoGrantType,
    /// A grant type that is not offered: `password`, `implicit`, …
    #[error("the grant type is not offered")]
    UnsupportedGrantType,
    /// The caller is not who it says.
    #[error(transparent)]
    Caller(#[from] CallerError),
    /// The caller is a resource server.
    #[error("this client gets no tokens")]
    NotAnApp,
    /// The proof is missing or not valid.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// A parameter the grant type needs is missing.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// The code was never given, or not to this app.
    #[error("the code is unknown or another app's")]
    UnknownCode,
    /// The code was presented before; what it gave is revoked now.
    #[error("the code was used before")]
    ReplayedCode,
    /// The code is older than a minute.
    #[error("the code has expired")]
    ExpiredCode,
    /// The redirect URI differs from the one the code was sent to.
    #[error("the redirect URI is not the one the code was sent to")]
    OtherRedirectUri,
    /// The verifier does not belong to the challenge.
    #[error(transparent)]
    Verifier(#[from] PkceError),
    /// The code is bound to another DPoP key.
    #[error("the code is bound to another key")]
    OtherKey,
    /// The refresh token was never given, or not to this app.
    #[error("the refresh token is unknown or another app's")]
    UnknownRefreshToken,
    /// The refresh token is over.
    #[error("the refresh token has expired")]
    ExpiredRefreshToken,
    /// Someone used a refresh token long after it was replaced; the grant is revoked now.
    #[error("the refresh token was replaced and is used again")]
    ReusedRefreshToken,
    /// The customer, the app or the bank ended the grant or its consent.
    #[error("the grant has ended")]
    GrantEnded,
    /// The scope cannot be given.
    #[error(transparent)]
    Scope(#[from] ScopeError),
    /// The ID token could not be signed.
    #[error("the ID token cannot be made")]
    IdToken,
    /// The state could not be used.
    #[error("the state cannot be used")]
    State(#[from] StateError),
}

impl From<&TokenError> for Refusal {
    fn from(error: &TokenError) -> Self {
        match error {
            TokenError::Form(_) => Self::bad(error_code::INVALID_REQUEST, "send each parameter once, as a form"),
            TokenError::NoGrantType => Self::bad(error_code::INVALID_REQUEST, "grant_type is missing"),
            TokenError::UnsupportedGrantType => {
                Self::bad(error_code::UNSUPPORTED_GRANT_TYPE, "this grant type is not offered")
            }
            TokenError::Caller(error) => Self::from(error),
            TokenError::NotAnApp => Self::bad(error_code::UNAUTHORIZED_CLIENT, "this client gets no tokens"),
            TokenError::Proof(error) => Self::from(error),
            TokenError::Missing(_) => {
                Self::bad(error_code::INVALID_REQUEST, "a parameter of this grant type is missing")
            }
            TokenError::UnknownCode
            | TokenError::ReplayedCode
            | TokenError::ExpiredCode
            | TokenError::OtherRedirectUri
            | TokenError::Verifier(_)
            | TokenError::OtherKey
            | TokenError::UnknownRefreshToken
            | TokenError::ExpiredRefreshToken
            | TokenError::ReusedRefreshToken
            | TokenError::GrantEnded => {
                Self::bad(error_code::INVALID_GRANT, "the code or refresh token is not good (any more)")
            }
            TokenError::Scope(error) => Self::from(error),
            TokenError::IdToken | TokenError::State(_) => Self::ours(),
        }
    }
}

pub(crate) fn answer(desk: &Desk, asked: &Asked) -> Response {
    reply::answer("token request", exchange(desk, asked))
}

fn exchange(desk: &Desk, asked: &Asked) -> Result<Response, TokenError> {
    let form = Form::of_body(asked)?;
    let answer = match form.find(param::GRANT_TYPE).ok_or(TokenError::NoGrantType)? {
        grant::AUTHORIZATION_CODE => code::exchange,
        grant::REFRESH_TOKEN => refresh::exchange,
        grant::CLIENT_CREDENTIALS => own::exchange,
        _ => return Err(TokenError::UnsupportedGrantType),
    };
    let client = caller::authenticate(desk, asked, &form)?;
    if client.role != Role::App {
        return Err(TokenError::NotAnApp);
    }
    let jkt = proof::required(desk, asked, path::TOKEN)?;
    let given = answer(desk, &TokenRequest { form: &form, client: &client, jkt: &jkt })?;
    Ok(respond(given))
}

/// What a grant type gives.
pub(super) struct Given {
    access: Issued,
    scope: String,
    refresh: Option<SecretString>,
    id_token: Option<SecretString>,
}

fn respond(given: Given) -> Response {
    let body = TokenResponse {
        access_token: given.access.secret,
        token_type: DPOP.to_owned(),
        expires_in: Some(given.access.expires_in_seconds),
        refresh_token: given.refresh,
        scope: Some(given.scope),
        id_token: given.id_token,
    };
    let Ok(text) = body.to_exposed_json() else { return Refusal::ours().into_response() };
    reply::json_text(StatusCode::OK, text)
}
