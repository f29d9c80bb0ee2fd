//! The end of a request: the answer that goes back to the app, whichever it is.
//!
//! A request ends once, in the database, before the browser is sent anywhere; of two tabs that answer at the same moment
//! one is told that the request was answered. Every answer says who gives it (`iss`), success or not.

use axum::response::Response;
use moa_bank_core::state::StateError;
use moa_kernel::{CustomerId, ExposeSecret as _, Timestamp};
use moa_wire::oauth::param;
use rusqlite::Transaction;

use super::error::PageError;
use super::visit::Visit;
use crate::desk::Desk;
use crate::issue::later;
use crate::pages;
use crate::redirect;
use crate::store::codes::Code;
use crate::store::requests::{Outcome, PushedRequest};
use crate::store::{self, Digest};

/// The customer allowed it: the app gets a code.
pub(super) fn with_code(
    desk: &Desk,
    visit: &Visit,
    customer: &CustomerId,
    authenticated_at: Timestamp,
) -> Result<Response, PageError> {
    let secret = desk.bank.entropy().token();
    let request = &visit.request;
    let code = Code {
        digest: Digest::of(&secret),
        client: request.client.clone(),
        redirect_uri: request.redirect_uri.clone(),
        scope: request.scope.clone(),
        nonce: request.nonce.clone(),
        challenge: request.challenge.clone(),
        dpop_jkt: request.dpop_jkt.clone(),
        consent: request.consent.clone(),
        customer: customer.clone(),
        authenticated_at,
        expires_at: later(desk.now(), desk.profile.code_lifetime),
        spent_at: None,
        grant: None,
    };
    end(desk, visit, Outcome::Allowed, |tx| store::codes::keep(tx, desk.id(), &code))?;
    send(desk, request, &[(param::CODE, secret.expose_secret())])
}

/// The app gets an error instead, in OAuth's words and one sentence of ours.
pub(super) fn with_error(
    desk: &Desk,
    visit: &Visit,
    outcome: Outcome,
    code: &str,
    description: &str,
) -> Result<Response, PageError> {
    end(desk, visit, outcome, |_| Ok(()))?;
    send(desk, &visit.request, &[(param::ERROR, code), (param::ERROR_DESCRIPTION, description)])
}

fn end(
    desk: &Desk,
    visit: &Visit,
    outcome: Outcome,
    also: impl FnOnce(&Transaction<'_>) -> Result<(), StateError>,
) -> Result<(), PageError> {
    desk.bank.database().write(|tx| {
        if !store::requests::end(tx, desk.id(), &visit.request.digest, outcome)? {
            return Err(PageError::Answered(outcome));
        }
        also(tx)?;
        Ok(())
    })
}

fn send(desk: &Desk, request: &PushedRequest, answer: &[(&str, &str)]) -> Result<Response, PageError> {
    let mut parameters = answer.to_vec();
    if let Some(state) = &request.state {
        parameters.push((param::STATE, state));
    }
    parameters.push((param::ISS, desk.issuer.as_str()));
    let target = redirect::with_answer(&request.redirect_uri, &parameters).ok_or(PageError::Address)?;
    // The browser keeps its cookie for the few minutes it lives: whoever goes back is told that the request was answered.
    Ok(pages::see_other(target.as_str()))
}
