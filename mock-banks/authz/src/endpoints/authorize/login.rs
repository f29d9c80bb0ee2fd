//! `POST /authorize/{request}/login`: name and password.
//!
//! A wrong password, an unknown name and a name that has to wait look the same to whoever types them, except that a wait
//! says how long it is. The waits per name are the bank's ([`moa_bank_core::customers`]), held against the place a try
//! comes from; a browser in which the name has logged in before is told by its cookie. What is counted here is one browser
//! trying many names, before each try is judged, and one address trying one password on many names. None of it locks a
//! customer out: another browser gets in, and an address that floods us is slowed down (see [`crate::door`]).

use axum::response::Response;
use http::header::{RETRY_AFTER, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use jiff::SignedDuration;
use moa_bank_core::customers::{LoginOutcome, Place};
use moa_bank_core::state::StateError;
use moa_kernel::{CustomerId, ExposeSecret as _, SecretString};
use moa_wire::oauth::code;

use super::error::{self, PageError};
use super::visit::{self, Visit};
use super::{finish, known_browser};
use crate::desk::Desk;
use crate::form::Form;
use crate::intake::Asked;
use crate::pages::{self, Locale, LoginNotice, Notice};
use crate::store::requests::Outcome;
use crate::store::{self, Digest};

/// The window in which wrong passwords from one address are counted.
const ADDRESS_WINDOW: SignedDuration = SignedDuration::from_mins(10);
const WRONG_PASSWORD: &str = "wrong password";

/// Longer input is no password of anyone's, and hashing it is work.
const PASSWORD_BYTES_MAX: usize = 256;

pub(crate) fn login(desk: &Desk, asked: &Asked) -> Response {
    let result =
        visit::load_with_form(desk, asked, &[]).and_then(|(visit, form)| try_login(desk, asked, &visit, &form));
    error::answer(desk, asked, result)
}

/// Whether so many wrong passwords came from this address that it is slowed down. Without an address nobody is.
pub(crate) fn is_flooding(desk: &Desk, asked: &Asked) -> bool {
    let max = desk.profile.limits.wrong_passwords_per_address;
    asked.address.is_some() && desk.rates.is_full(WRONG_PASSWORD, &asked.counted_as(), max, ADDRESS_WINDOW, desk.now())
}

/// The answer to whoever finds no seat at the door.
pub(crate) fn busy(desk: &Desk, asked: &Asked) -> Response {
    let mut response = desk.pages.notice(StatusCode::TOO_MANY_REQUESTS, Notice::Busy, Locale::of_request(asked));
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("2"));
    response
}

fn try_login(desk: &Desk, asked: &Asked, visit: &Visit, form: &Form) -> Result<Response, PageError> {
    let (Some(name), Some(password)) = (form.find("login"), form.find_secret("password")) else {
        return say(desk, visit, LoginNotice::Incomplete);
    };
    let max = desk.profile.limits.wrong_passwords_per_interaction;
    let digest = &visit.interaction.digest;
    let count = desk.bank.database().write(|tx| store::interactions::count_password(tx, desk.id(), digest, max))?;
    let Some(count) = count else { return give_up(desk, visit) };
    match verify(desk, asked, name, &password)? {
        LoginOutcome::Ok(customer) => welcome(desk, visit, name, customer),
        LoginOutcome::LockedUntil(until) => {
            desk.bank.database().write(|tx| store::interactions::uncount_password(tx, desk.id(), digest))?;
            say(desk, visit, LoginNotice::LockedUntil(until))
        }
        LoginOutcome::Wrong => {
            note_wrong(desk, asked);
            if count >= max { give_up(desk, visit) } else { say(desk, visit, LoginNotice::Wrong) }
        }
    }
}

fn verify(desk: &Desk, asked: &Asked, name: &str, password: &SecretString) -> Result<LoginOutcome, StateError> {
    if password.expose_secret().len() > PASSWORD_BYTES_MAX {
        return Ok(LoginOutcome::Wrong);
    }
    let known = known_browser::find(desk, asked, name)?.map(|browser| Place::KnownBrowser(browser.handle().to_owned()));
    let place = known.or_else(|| asked.address.map(Place::Address)).unwrap_or(Place::Nowhere);
    desk.bank.customers().verify_login(name, password, &place)
}

fn note_wrong(desk: &Desk, asked: &Asked) {
    if let Some(address) = asked.address {
        desk.watch.wrong_password(address);
        let max = desk.profile.limits.wrong_passwords_per_address;
        desk.rates.knock(WRONG_PASSWORD, &asked.counted_as(), max, ADDRESS_WINDOW, desk.now());
    }
}

/// The customer is who they say. The browser goes on under a new secret: whoever planted or saw the old one has nothing.
fn welcome(desk: &Desk, visit: &Visit, name: &str, customer: CustomerId) -> Result<Response, PageError> {
    let secret = desk.bank.entropy().token();
    let mut interaction = visit.interaction.clone();
    let before = std::mem::replace(&mut interaction.digest, Digest::of(&secret));
    interaction.customer = Some((customer, desk.now()));
    interaction.notice = None;
    let browser = known_browser::secret(desk);
    desk.bank.database().write(|tx| {
        if !store::interactions::forget(tx, desk.id(), &before)? {
            return Err(PageError::NoPart);
        }
        store::interactions::keep(tx, desk.id(), &interaction)?;
        Ok(known_browser::keep(desk, tx, &browser, name)?)
    })?;
    let mut response = pages::see_other(&format!("/authorize/{}", visit.request.digest.handle()));
    for cookie in [visit::set_cookie(desk, &visit.request, &secret), known_browser::set_cookie(desk, &browser)] {
        response.headers_mut().append(SET_COOKIE, cookie.ok_or(PageError::Address)?);
    }
    Ok(response)
}

/// Too many wrong passwords: the app has to begin again.
fn give_up(desk: &Desk, visit: &Visit) -> Result<Response, PageError> {
    finish::with_error(desk, visit, Outcome::Failed, code::ACCESS_DENIED, "the customer could not log in")
}

fn say(desk: &Desk, visit: &Visit, notice: LoginNotice) -> Result<Response, PageError> {
    let digest = &visit.interaction.digest;
    desk.bank.database().write(|tx| store::interactions::note(tx, desk.id(), digest, &notice.to_text()))?;
    Ok(pages::see_other(&format!("/authorize/{}", visit.request.digest.handle())))
}
