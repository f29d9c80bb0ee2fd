//! `POST /authorize/{request}/decide` and `…/leave`: the customer's answer.
//!
//! Only what the customer was shown can be allowed: the accounts must be theirs (whatever the form says), and the form
//! carries the digest of the terms that stood on the page.

use std::collections::BTreeSet;

use axum::response::Response;
use moa_bank_core::consents::{Consent, ConsentError, ConsentState};
use moa_kernel::{AccountId, CustomerId, Timestamp};
use moa_wire::oauth::code;

use super::error::{self, PageError};
use super::finish;
use super::show;
use super::visit::{self, Visit};
use crate::desk::Desk;
use crate::form::Form;
use crate::intake::Asked;
use crate::pages;
use crate::store;
use crate::store::requests::Outcome;

pub(crate) fn decide(desk: &Desk, asked: &Asked) -> Response {
    let result = visit::load_with_form(desk, asked, &["account"]).and_then(|(visit, form)| answer(desk, &visit, &form));
    error::answer(desk, asked, result)
}

/// Back to the app without having logged in. The consent keeps waiting: nobody who may answer it has.
pub(crate) fn leave(desk: &Desk, asked: &Asked) -> Response {
    let result = visit::load_with_form(desk, asked, &[]).and_then(|(visit, _)| {
        finish::with_error(desk, &visit, Outcome::Denied, code::ACCESS_DENIED, "the customer left without logging in")
    });
    error::answer(desk, asked, result)
}

fn answer(desk: &Desk, visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let Some((customer, at)) = &visit.interaction.customer else { return Err(PageError::ForeignForm) };
    let consent = desk.bank.consents().find(&visit.request.consent)?;
    let Some(consent) = consent.filter(|consent| consent.state == ConsentState::Awaiting) else {
        return show::consent_is_gone(desk, visit);
    };
    match form.find("decision") {
        Some("allow") => allow(desk, visit, form, &consent, customer, *at),
        Some("deny") => {
            desk.bank.consents().reject(&consent.id)?;
            finish::with_error(desk, visit, Outcome::Denied, code::ACCESS_DENIED, "the customer did not allow it")
        }
        _ => Err(PageError::ForeignForm),
    }
}

fn allow(
    desk: &Desk,
    visit: &Visit,
    form: &Form,
    consent: &Consent,
    customer: &CustomerId,
    at: Timestamp,
) -> Result<Response, PageError> {
    if form.find("terms") != Some(pages::derive_terms(consent).as_str()) {
        return Err(PageError::ForeignForm);
    }
    let chosen: Option<BTreeSet<AccountId>> = form.all("account").map(|id| AccountId::new(id).ok()).collect();
    let chosen = chosen.ok_or(PageError::ForeignForm)?;
    if chosen.is_empty() {
        return ask_again(desk, visit);
    }
    match desk.bank.consents().authorise(&consent.id, customer, chosen) {
        Ok(_) => finish::with_code(desk, visit, customer, at),
        // Nobody's honest form names an account of somebody else.
        Err(ConsentError::NotTheirAccount) => Err(PageError::ForeignForm),
        Err(ConsentError::Refused(_)) => show::consent_is_gone(desk, visit),
        Err(error) => Err(error.into()),
    }
}

fn ask_again(desk: &Desk, visit: &Visit) -> Result<Response, PageError> {
    let digest = &visit.interaction.digest;
    desk.bank.database().write(|tx| store::interactions::note(tx, desk.id(), digest, show::NO_ACCOUNT))?;
    Ok(pages::see_other(&format!("/authorize/{}", visit.request.digest.handle())))
}
