//! A browser's part in a request: the cookie it holds, the form it may send.
//!
//! The browser's secret is in a cookie of its own for each request, because banks on one machine share a cookie jar
//! (cookies do not know ports), and because two links in two tabs must not disturb each other. The CSRF token of its
//! forms is derived from the secret, so it belongs to this browser, this request and this side of the login.

use http::HeaderValue;
use http::header::{COOKIE, ORIGIN};
use jiff::SignedDuration;
use moa_kernel::{ExposeSecret as _, SecretString, same_secret};
use moa_security::digest::sha256_base64url;

use super::error::PageError;
use crate::desk::Desk;
use crate::endpoints::path;
use crate::form::Form;
use crate::intake::Asked;
use crate::store::interactions::Interaction;
use crate::store::requests::PushedRequest;
use crate::store::{self, Digest};

/// A browser that has a part in a request that is still open.
pub(super) struct Visit {
    pub(super) request: PushedRequest,
    pub(super) interaction: Interaction,
    /// What the browser's forms have to carry.
    pub(super) csrf: SecretString,
}

/// Finds out which request the browser is working on, from the page's address and the cookie.
pub(super) fn load(desk: &Desk, asked: &Asked) -> Result<Visit, PageError> {
    let handle = asked.uri.path().split('/').nth(2).unwrap_or_default();
    let secret = cookie(desk, asked, handle).ok_or(PageError::NoPart)?;
    let (interaction, request) = find(desk, &Digest::of(&secret))?.ok_or(PageError::NoPart)?;
    if request.digest.handle() != handle {
        return Err(PageError::NoPart);
    }
    if let Some(outcome) = request.outcome {
        return Err(PageError::Answered(outcome));
    }
    if desk.now() >= interaction.expires_at {
        return Err(PageError::Expired);
    }
    Ok(Visit { request, interaction, csrf: derive_csrf(&secret) })
}

/// The same for a form, which must come from our own page in this very browser.
pub(super) fn load_with_form(desk: &Desk, asked: &Asked, repeatable: &[&str]) -> Result<(Visit, Form), PageError> {
    if !comes_from_here(desk, asked) {
        return Err(PageError::ForeignForm);
    }
    let visit = load(desk, asked)?;
    let form = Form::of_body_repeating(asked, repeatable)?;
    let sent = form.find_secret("csrf").ok_or(PageError::ForeignForm)?;
    if same_secret(&sent, &visit.csrf) { Ok((visit, form)) } else { Err(PageError::ForeignForm) }
}

/// What the browser's secret stands for, wherever the request has got to.
pub(super) fn find(desk: &Desk, digest: &Digest) -> Result<Option<(Interaction, PushedRequest)>, PageError> {
    let found = desk.bank.database().read(|connection| -> Result<_, PageError> {
        let Some(interaction) = store::interactions::find(connection, desk.id(), digest)? else { return Ok(None) };
        let request = store::requests::find(connection, desk.id(), &interaction.request)?;
        Ok(request.map(|request| (interaction, request)))
    })?;
    Ok(found)
}

/// The secret this browser holds for a request.
pub(super) fn cookie(desk: &Desk, asked: &Asked, handle: &str) -> Option<SecretString> {
    cookie_named(asked, &cookie_name(desk, handle))
}

/// The value of the cookie of this name.
pub(super) fn cookie_named(asked: &Asked, name: &str) -> Option<SecretString> {
    let mut values = asked
        .headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(own, _)| *own == name);
    // Two of one name: somebody else has put one there.
    match (values.next(), values.next()) {
        (Some((_, value)), None) => Some(SecretString::from(value)),
        _ => None,
    }
}

/// Gives the browser its secret.
pub(super) fn set_cookie(desk: &Desk, request: &PushedRequest, secret: &SecretString) -> Option<HeaderValue> {
    make_cookie(desk, &cookie_name(desk, request.digest.handle()), secret, "Lax", desk.profile.interaction_lifetime)
}

/// A cookie for these pages. `__Host-` wants the whole site as its path; without TLS it goes to these pages alone, or the
/// redirect to an app on this machine would carry it there: cookies do not know ports.
pub(super) fn make_cookie(
    desk: &Desk,
    name: &str,
    secret: &SecretString,
    same_site: &str,
    lifetime: SignedDuration,
) -> Option<HeaderValue> {
    let (value, seconds) = (secret.expose_secret(), lifetime.as_secs());
    let (path, secure) = if desk.is_https() { ("/", "; Secure") } else { (path::AUTHORIZE, "") };
    let text = format!("{name}={value}; Path={path}; HttpOnly; SameSite={same_site}; Max-Age={seconds}{secure}");
    let mut header = HeaderValue::from_str(&text).ok()?;
    header.set_sensitive(true);
    Some(header)
}

fn cookie_name(desk: &Desk, handle: &str) -> String {
    format!("{}authorize-{handle}", cookie_prefix(desk))
}

/// `__Host-` promises browsers that the cookie is ours alone; it needs TLS, which a loopback sandbox may lack.
pub(super) fn cookie_prefix(desk: &Desk) -> &'static str {
    if desk.is_https() { "__Host-" } else { "" }
}

fn derive_csrf(secret: &SecretString) -> SecretString {
    SecretString::from(sha256_base64url(format!("csrf|{}", secret.expose_secret())))
}

/// Whether a form comes from a page of ours, by what the browser says about it. With `Referrer-Policy: no-referrer`
/// browsers send `Origin: null` even to ourselves, so then `Sec-Fetch-Site` has the word.
fn comes_from_here(desk: &Desk, asked: &Asked) -> bool {
    let site = asked.only_header("sec-fetch-site");
    if asked.headers.contains_key("sec-fetch-site") && site != Some("same-origin") {
        return false;
    }
    match asked.headers.contains_key(ORIGIN).then(|| asked.only_header("origin").unwrap_or_default()) {
        None | Some("null") => true,
        Some(origin) => origin == desk.issuer.as_str(),
    }
}
