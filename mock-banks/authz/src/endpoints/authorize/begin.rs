//! `GET /authorize?client_id=…&request_uri=…`: a browser arrives with an app's pushed request.

use axum::response::Response;
use http::header::SET_COOKIE;
use moa_bank_core::state::StateError;
use moa_kernel::SecretString;
use moa_wire::oauth::param;

use super::error::{self, PageError};
use super::visit;
use crate::desk::Desk;
use crate::endpoints::par::REQUEST_URI_PREFIX;
use crate::form::Form;
use crate::intake::Asked;
use crate::issue::later;
use crate::pages;
use crate::store::interactions::Interaction;
use crate::store::requests::PushedRequest;
use crate::store::{self, Digest};

pub(crate) fn begin(desk: &Desk, asked: &Asked) -> Response {
    error::answer(desk, asked, arrive(desk, asked))
}

fn arrive(desk: &Desk, asked: &Asked) -> Result<Response, PageError> {
    let request = load(desk, asked)?;
    if let Some(outcome) = request.outcome {
        return Err(PageError::Answered(outcome));
    }
    let page = format!("/authorize/{}", request.digest.handle());
    if has_a_part(desk, asked, &request)? {
        return Ok(pages::see_other(&page));
    }
    if desk.now() >= request.expires_at {
        return Err(PageError::Expired);
    }
    let secret = take_part(desk, &request)?;
    let mut response = pages::see_other(&page);
    let cookie = visit::set_cookie(desk, &request, &secret).ok_or(PageError::Address)?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// The pushed request the link names. Only the two parameters of a pushed request count; whatever else stands in the
/// address was not pushed by the app and is not read (FAPI 2.0 §5.3.2.2-3).
fn load(desk: &Desk, asked: &Asked) -> Result<PushedRequest, PageError> {
    let query = Form::of_query(asked).map_err(|_| PageError::UnknownRequest)?;
    let client = query.find(param::CLIENT_ID).ok_or(PageError::UnknownRequest)?;
    let secret = query.find(param::REQUEST_URI).and_then(|uri| uri.strip_prefix(REQUEST_URI_PREFIX));
    let digest = Digest::of_text(secret.ok_or(PageError::UnknownRequest)?);
    let found = desk.bank.database().read(|connection| store::requests::find(connection, desk.id(), &digest))?;
    found.filter(|request| request.client.as_str() == client).ok_or(PageError::UnknownRequest)
}

fn has_a_part(desk: &Desk, asked: &Asked, request: &PushedRequest) -> Result<bool, PageError> {
    let Some(secret) = visit::cookie(desk, asked, request.digest.handle()) else { return Ok(false) };
    let known = visit::find(desk, &Digest::of(&secret))?;
    Ok(known.is_some_and(|(interaction, own)| own.digest == request.digest && desk.now() < interaction.expires_at))
}

fn take_part(desk: &Desk, request: &PushedRequest) -> Result<SecretString, StateError> {
    let secret = desk.bank.entropy().token();
    let interaction = Interaction {
        digest: Digest::of(&secret),
        request: request.digest.clone(),
        customer: None,
        wrong_passwords: 0,
        notice: None,
        language: None,
        expires_at: later(desk.now(), desk.profile.interaction_lifetime),
    };
    desk.bank.database().write(|tx| store::interactions::keep(tx, desk.id(), &interaction))?;
    Ok(secret)
}
