//! `POST /authorize/{request}/login`: name and password.
//!
//! A wrong password, an unknown name and a name that has to wait look the same to whoever types them, except that a wait
//! says how long it is. The waits per name are the bank's ([`moa_bank_core::customers`]); what is counted here is one
//! browser trying many names, and one address trying one password on many names. Neither locks a customer out: another
//! browser gets in.

use axum::response::Response;
use http::header::SET_COOKIE;
use jiff::SignedDuration;
use moa_bank_core::customers::LoginOutcome;
use moa_bank_core::state::StateError;
use moa_kernel::{CustomerId, SecretString};

use super::error::{self, PageError};
use super::finish;
use super::visit::{self, Visit};
use crate::desk::Desk;
use crate::form::Form;
use crate::intake::Asked;
use crate::pages::{self, LoginNotice};
use crate::store::requests::Outcome;
use crate::store::{self, Digest};

/// The window in which wrong passwords from one address are counted.
const ADDRESS_WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// Longer input is no password of anyone's, and hashing it is work.
const PASSWORD_BYTES_MAX: usize = 256;

pub(crate) fn login(desk: &Desk, asked: &Asked) -> Response {
    let result = visit::find_with_form(desk, asked, &[]).and_then(|(visit, form)| try_login(desk, asked, visit, &form));
    error::answer(desk, asked, result)
}

fn try_login(desk: &Desk, asked: &Asked, visit: Visit, form: &Form) -> Result<Response, PageError> {
    let address = asked.address.map(|address| address.to_string());
    if too_many_from(desk, address.as_deref()) {
        return say(desk, visit, LoginNotice::TooMany);
    }
    let (Some(name), Some(password)) = (form.find("login"), form.find_secret("password")) else {
        return say(desk, visit, LoginNotice::Incomplete);
    };
    match verify(desk, name, &password)? {
        LoginOutcome::Ok(customer) => welcome(desk, visit, customer),
        LoginOutcome::LockedUntil(until) => say(desk, visit, LoginNotice::LockedUntil(until)),
        LoginOutcome::Wrong => {
            let max = desk.profile.limits.wrong_passwords_per_address;
            desk.rates.knock("wrong password", address.as_deref().unwrap_or_default(), max, ADDRESS_WINDOW, desk.now());
            refuse(desk, visit)
        }
    }
}

fn verify(desk: &Desk, name: &str, password: &SecretString) -> Result<LoginOutcome, StateError> {
    use moa_kernel::ExposeSecret as _;
    if password.expose_secret().len() > PASSWORD_BYTES_MAX {
        return Ok(LoginOutcome::Wrong);
    }
    desk.bank.customers().verify_login(name, password)
}

fn too_many_from(desk: &Desk, address: Option<&str>) -> bool {
    let max = desk.profile.limits.wrong_passwords_per_address;
    desk.rates.is_full("wrong password", address.unwrap_or_default(), max, ADDRESS_WINDOW, desk.now())
}

/// The customer is who they say. The browser goes on under a new secret: whoever planted or saw the old one has nothing.
fn welcome(desk: &Desk, visit: Visit, customer: CustomerId) -> Result<Response, PageError> {
    let secret = desk.bank.entropy().token();
    let mut interaction = visit.interaction;
    let before = std::mem::replace(&mut interaction.digest, Digest::of(&secret));
    interaction.customer = Some((customer, desk.now()));
    interaction.notice = None;
    desk.bank.database().write(|tx| -> Result<(), StateError> {
        store::interactions::forget(tx, desk.id(), &before)?;
        store::interactions::keep(tx, desk.id(), &interaction)
    })?;
    let mut response = pages::see_other(&format!("/authorize/{}", visit.request.digest.handle()));
    let cookie = visit::set_cookie(desk, &visit.request, &secret).ok_or(PageError::Address)?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// One more wrong password. After too many of them the app has to begin again.
fn refuse(desk: &Desk, mut visit: Visit) -> Result<Response, PageError> {
    visit.interaction.wrong_passwords = visit.interaction.wrong_passwords.saturating_add(1);
    if visit.interaction.wrong_passwords >= desk.profile.limits.wrong_passwords_per_interaction {
        return finish::with_error(desk, &visit, Outcome::Failed, "access_denied", "the customer could not log in");
    }
    say(desk, visit, LoginNotice::Wrong)
}

fn say(desk: &Desk, mut visit: Visit, notice: LoginNotice) -> Result<Response, PageError> {
    visit.interaction.notice = Some(notice.to_text());
    desk.bank.database().write(|tx| store::interactions::keep(tx, desk.id(), &visit.interaction))?;
    Ok(pages::see_other(&format!("/authorize/{}", visit.request.digest.handle())))
}
