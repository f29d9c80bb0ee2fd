//! `POST /par`: an app pushes its request before any browser sees it (RFC 9126).
//!
//! Nothing about the request is decided later by what a browser brings: client, redirect URI, PKCE challenge, consent
//! and (if the app wants) DPoP key are all fixed here, by the authenticated app. The answer is a name for the request
//! that lives for 90 seconds.

use axum::response::Response;
use http::StatusCode;
use jiff::SignedDuration;
use moa_bank_core::consents::ConsentState;
use moa_bank_core::state::StateError;
use moa_kernel::{ConsentId, ExposeSecret as _};
use moa_security::pkce::{Challenge, PkceError};
use moa_wire::oauth::{ClaimsRequest, PushedAuthorizationResponse, code, param};

use super::path;
use crate::caller::{self, CallerError};
use crate::client::{Client, Role};
use crate::desk::Desk;
use crate::form::{Form, FormError};
use crate::intake::Asked;
use crate::issue::later;
use crate::proof::{self, ProofError};
use crate::reply::{self, Refusal};
use crate::scope::{self, ScopeError};
use crate::store::requests::PushedRequest;
use crate::store::{self, Digest};

/// What every `request_uri` begins with (RFC 9126 §2.2).
pub(crate) const REQUEST_URI_PREFIX: &str = "urn:ietf:params:oauth:request_uri:";

/// Longer texts than these have no honest use. FAPI 2.0 §5.3.2.2-14 asks for nonces of up to 64 characters.
const STATE_CHARS_MAX: usize = 512;
const NONCE_CHARS_MAX: usize = 255;

/// Why a request is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ParError {
    /// The form cannot be read.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The caller is not who it says.
    #[error(transparent)]
    Caller(#[from] CallerError),
    /// There is a DPoP proof and it is not valid.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The scope cannot be given.
    #[error(transparent)]
    Scope(#[from] ScopeError),
    /// The caller is a resource server.
    #[error("this client may not ask customers for anything")]
    NotAnApp,
    /// A pushed request names another pushed request (RFC 9126 §2.1), or comes as a request object.
    #[error("a pushed request is neither a request object nor the name of one")]
    RequestInRequest,
    /// Not `code`.
    #[error("the response type is not code")]
    ResponseType,
    /// Not `query`.
    #[error("the response mode is not query")]
    ResponseMode,
    /// None, or not one of the registered ones.
    #[error("the redirect URI is not one of the registered ones")]
    RedirectUri,
    /// None, or not a SHA-256 one.
    #[error(transparent)]
    Challenge(#[from] PkceError),
    /// `state` or `nonce` is longer than anything honest.
    #[error("state or nonce is too long")]
    TooLong,
    /// The customer is always asked here.
    #[error("prompt=none cannot be satisfied")]
    PromptNone,
    /// `claims` is missing, no JSON, or names no consent.
    #[error("the claims parameter names no consent")]
    NoIntent,
    /// The consent is unknown, another app's, or does not wait for an answer.
    #[error("the consent does not wait for this app's request")]
    Intent,
    /// `dpop_jkt` is no thumbprint, or not that of the proof beside it.
    #[error("dpop_jkt is not the thumbprint of the proof's key")]
    Thumbprint,
    /// The state could not be used.
    #[error("the state cannot be used")]
    State(#[from] StateError),
}

impl From<&ParError> for Refusal {
    fn from(error: &ParError) -> Self {
        match error {
            ParError::Form(_) => Self::bad(code::INVALID_REQUEST, "send each parameter once, as a form"),
            ParError::Caller(error) => Self::from(error),
            ParError::Proof(error) => Self::from(error),
            ParError::Scope(error) => Self::from(error),
            ParError::NotAnApp => {
                Self::bad(code::UNAUTHORIZED_CLIENT, "this client may not ask customers for anything")
            }
            ParError::RequestInRequest => Self::bad(code::INVALID_REQUEST, "push the parameters themselves, as a form"),
            ParError::ResponseType => Self::bad(code::UNSUPPORTED_RESPONSE_TYPE, "response_type must be code"),
            ParError::ResponseMode => Self::bad(code::INVALID_REQUEST, "response_mode must be query"),
            ParError::RedirectUri => {
                Self::bad(code::INVALID_REQUEST, "redirect_uri must be one of the registered ones")
            }
            ParError::Challenge(_) => {
                Self::bad(code::INVALID_REQUEST, "code_challenge with code_challenge_method=S256 is needed")
            }
            ParError::TooLong => Self::bad(code::INVALID_REQUEST, "state or nonce is too long"),
            ParError::PromptNone => {
                Self::bad(code::INVALID_REQUEST, "the customer is always asked: prompt=none cannot work")
            }
            ParError::NoIntent => {
                Self::bad(code::INVALID_REQUEST, "claims must ask for the id_token claim openbanking_intent_id")
            }
            ParError::Intent => Self::bad(
                code::INVALID_REQUEST,
                "openbanking_intent_id must be a consent of yours that awaits authorisation",
            ),
            ParError::Thumbprint => {
                Self::bad(code::INVALID_REQUEST, "dpop_jkt must be the thumbprint of the proof's key")
            }
            ParError::State(_) => Self::ours(),
        }
    }
}

pub(crate) fn answer(desk: &Desk, asked: &Asked) -> Response {
    reply::answer("pushed request", push(desk, asked))
}

fn push(desk: &Desk, asked: &Asked) -> Result<Response, ParError> {
    let form = Form::of_body(asked)?;
    let client = caller::authenticate(desk, asked, &form)?;
    let proof_key = proof::find(desk, asked, path::PAR)?;
    let request_uri = desk.bank.entropy().token();
    let request = read(desk, &form, &client, proof_key, Digest::of(&request_uri))?;
    desk.bank.database().write(|tx| -> Result<(), StateError> {
        desk.sweep(tx)?;
        store::requests::keep(tx, desk.id(), &request)
    })?;
    let body = PushedAuthorizationResponse {
        request_uri: format!("{REQUEST_URI_PREFIX}{}", request_uri.expose_secret()),
        expires_in: seconds(desk.profile.pushed_request_lifetime),
    };
    Ok(reply::json(StatusCode::CREATED, &body))
}

fn read(
    desk: &Desk,
    form: &Form,
    client: &Client,
    proof_key: Option<String>,
    digest: Digest,
) -> Result<PushedRequest, ParError> {
    if client.role != Role::App {
        return Err(ParError::NotAnApp);
    }
    if form.find(param::REQUEST_URI).is_some() || form.find(param::REQUEST).is_some() {
        return Err(ParError::RequestInRequest);
    }
    if form.find(param::RESPONSE_TYPE) != Some("code") {
        return Err(ParError::ResponseType);
    }
    if form.find("response_mode").is_some_and(|mode| mode != "query") {
        return Err(ParError::ResponseMode);
    }
    let redirect_uri = form.find(param::REDIRECT_URI).filter(|uri| client.allows_redirect(uri));
    if form.find("prompt").is_some_and(|prompt| prompt.split(' ').any(|word| word == "none")) {
        return Err(ParError::PromptNone);
    }
    Ok(PushedRequest {
        digest,
        client: client.id.clone(),
        redirect_uri: redirect_uri.ok_or(ParError::RedirectUri)?.to_owned(),
        scope: scope::granted(&desk.profile, form.find(param::SCOPE))?,
        state: at_most(form.find(param::STATE), STATE_CHARS_MAX)?,
        nonce: at_most(form.find(param::NONCE), NONCE_CHARS_MAX)?,
        challenge: challenge(form)?,
        dpop_jkt: key(form, proof_key)?,
        consent: consent(desk, form, client)?,
        ui_locales: at_most(form.find(param::UI_LOCALES), STATE_CHARS_MAX)?,
        expires_at: later(desk.now(), desk.profile.pushed_request_lifetime),
        outcome: None,
    })
}

fn challenge(form: &Form) -> Result<String, ParError> {
    let challenge = Challenge::from_request(form.find(param::CODE_CHALLENGE), form.find(param::CODE_CHALLENGE_METHOD))?;
    Ok(challenge.as_str().to_owned())
}

/// The key the code will be bound to: from `dpop_jkt`, from the proof, or from both when they agree (RFC 9449 §10.1).
fn key(form: &Form, proof_key: Option<String>) -> Result<Option<String>, ParError> {
    match (form.find(param::DPOP_JKT), proof_key) {
        (None, proof_key) => Ok(proof_key),
        (Some(named), None) if is_sha256(named) => Ok(Some(named.to_owned())),
        (Some(named), Some(proof_key)) if named == proof_key => Ok(Some(proof_key)),
        (Some(_), _) => Err(ParError::Thumbprint),
    }
}

/// The consent this request is about: this app's own, and still waiting for an answer.
fn consent(desk: &Desk, form: &Form, client: &Client) -> Result<ConsentId, ParError> {
    let claims = form.find(param::CLAIMS).ok_or(ParError::NoIntent)?;
    let claims: ClaimsRequest = serde_json::from_str(claims).map_err(|_| ParError::NoIntent)?;
    let named = claims.consent().ok_or(ParError::NoIntent)?;
    let id = ConsentId::new(named).map_err(|_| ParError::Intent)?;
    let consent = desk.bank.consents().find(&id)?.ok_or(ParError::Intent)?;
    if consent.client != client.id || consent.state != ConsentState::Awaiting {
        return Err(ParError::Intent);
    }
    Ok(id)
}

fn is_sha256(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn at_most(text: Option<&str>, chars: usize) -> Result<Option<String>, ParError> {
    match text {
        Some(text) if text.chars().count() > chars => Err(ParError::TooLong),
        text => Ok(text.map(str::to_owned)),
    }
}

fn seconds(duration: SignedDuration) -> u64 {
    u64::try_from(duration.as_secs()).unwrap_or(0)
}

#[cfg(test)]
mod tests;
