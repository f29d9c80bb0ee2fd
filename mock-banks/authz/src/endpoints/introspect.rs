//! `POST /introspect`: a resource server asks what a token is worth (RFC 7662).
//!
//! Only resource servers may ask: an app that asked could probe tokens that are not its own (RFC 7662 §4). For a dead, an
//! unknown and a foreign kind of token the answer is `{"active":false}` and nothing more.

use axum::response::Response;
use http::StatusCode;
use moa_bank_core::state::StateError;
use moa_wire::oauth::{Confirmation, DPOP, IntrospectionResponse, code, param};

use crate::caller::{self, CallerError};
use crate::client::Role;
use crate::desk::Desk;
use crate::facts::{self, TokenFacts, TokenKind};
use crate::form::{Form, FormError};
use crate::intake::Asked;
use crate::reply::{self, Refusal};
use crate::subject;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IntrospectError {
    /// The form cannot be read.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The caller is not who it says.
    #[error(transparent)]
    Caller(#[from] CallerError),
    /// The caller is an app.
    #[error("the caller is not a resource server")]
    NotAResourceServer,
    /// More questions than any API call needs.
    #[error("too many questions in a minute")]
    TooOften,
    /// There is no token in the request.
    #[error("token is missing")]
    NoToken,
    /// The state could not be used.
    #[error("the state cannot be used")]
    State(#[from] StateError),
}

impl From<&IntrospectError> for Refusal {
    fn from(error: &IntrospectError) -> Self {
        match error {
            IntrospectError::Form(_) => Self::bad(code::INVALID_REQUEST, "send each parameter once, as a form"),
            IntrospectError::Caller(error) => Self::from(error),
            IntrospectError::NotAResourceServer => Self {
                status: StatusCode::FORBIDDEN,
                code: code::UNAUTHORIZED_CLIENT,
                description: "only resource servers may ask about tokens",
            },
            IntrospectError::TooOften => Self::too_often(),
            IntrospectError::NoToken => Self::bad(code::INVALID_REQUEST, "token is missing"),
            IntrospectError::State(_) => Self::ours(),
        }
    }
}

pub(crate) fn answer(desk: &Desk, asked: &Asked) -> Response {
    reply::answer("introspection", introspect(desk, asked))
}

fn introspect(desk: &Desk, asked: &Asked) -> Result<Response, IntrospectError> {
    let form = Form::of_body(asked)?;
    let caller = caller::authenticate(desk, asked, &form)?;
    if caller.role != Role::ResourceServer {
        return Err(IntrospectError::NotAResourceServer);
    }
    if !desk.knock("introspection", caller.id.as_str(), desk.profile.limits.introspections_per_minute) {
        return Err(IntrospectError::TooOften);
    }
    let token = form.find_secret(param::TOKEN).ok_or(IntrospectError::NoToken)?;
    let facts = facts::find(desk, &token)?;
    let facts = facts.map(|facts| Ok::<_, StateError>(rests_on_a_consent(desk, &facts)?.then_some(facts)));
    let body =
        facts.transpose()?.flatten().map_or_else(IntrospectionResponse::inactive, |facts| describe(desk, &facts));
    Ok(reply::json(StatusCode::OK, &body))
}

/// Whether the consent behind a customer's token is in force. A gateway in the same process looks at consents itself, to
/// say what is wrong with one; whoever asks from outside has only our word.
fn rests_on_a_consent(desk: &Desk, facts: &TokenFacts) -> Result<bool, StateError> {
    let TokenKind::Customer { customer, consent } = &facts.kind else { return Ok(true) };
    let consent = desk.bank.consents().find(consent)?;
    Ok(consent.is_some_and(|consent| consent.is_in_force() && consent.customer() == Some(customer)))
}

fn describe(desk: &Desk, facts: &TokenFacts) -> IntrospectionResponse {
    IntrospectionResponse {
        active: true,
        scope: Some(facts.scopes.join(" ")),
        client_id: Some(facts.client.as_str().to_owned()),
        sub: facts.customer().map(|customer| subject::derive(&desk.salt, &facts.client, customer)),
        iss: Some(desk.issuer.as_str().to_owned()),
        token_type: Some(DPOP.to_owned()),
        iat: Some(facts.issued_at.as_second()),
        exp: Some(facts.expires_at.as_second()),
        cnf: Some(Confirmation { jkt: Some(facts.jkt.clone()) }),
        openbanking_intent_id: facts.consent().map(|consent| consent.as_str().to_owned()),
    }
}

#[cfg(test)]
mod tests;
