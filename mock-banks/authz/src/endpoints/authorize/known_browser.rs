//! Browsers in which a login has succeeded before ("device cookies" at OWASP).
//!
//! Such a browser holds a secret of its own for half a year. It opens nothing; it only says that strangers' failures are
//! not this browser's, so that nobody can keep a customer out by guessing. It is made anew at every login, so that a secret
//! somebody planted is worth nothing after it.

use http::HeaderValue;
use moa_bank_core::state::StateError;
use moa_kernel::SecretString;
use rusqlite::Transaction;

use super::visit;
use crate::desk::Desk;
use crate::intake::Asked;
use crate::issue::later;
use crate::store::{self, Digest};

/// The browser's digest, if this login has succeeded in it before.
pub(super) fn find(desk: &Desk, asked: &Asked, login: &str) -> Result<Option<Digest>, StateError> {
    let Some(secret) = visit::cookie_named(asked, &cookie_name(desk)) else { return Ok(None) };
    let (digest, login, now) = (Digest::of(&secret), login.trim(), desk.now());
    let known = desk.bank.database().read(|c| store::browsers::knows(c, desk.id(), &digest, login, now))?;
    Ok(known.then_some(digest))
}

/// The secret the browser holds from now on.
pub(super) fn secret(desk: &Desk) -> SecretString {
    desk.bank.entropy().token()
}

/// Notes that a login has succeeded.
pub(super) fn keep(desk: &Desk, tx: &Transaction<'_>, secret: &SecretString, login: &str) -> Result<(), StateError> {
    let until = later(desk.now(), desk.profile.known_browser_lifetime);
    store::browsers::keep(tx, desk.id(), &Digest::of(secret), login.trim(), until)
}

/// Gives the browser its secret. It goes with forms of our own pages only, never with a link from elsewhere.
pub(super) fn set_cookie(desk: &Desk, secret: &SecretString) -> Option<HeaderValue> {
    let lifetime = desk.profile.known_browser_lifetime;
    visit::make_cookie(desk, &cookie_name(desk), secret, "Strict", lifetime)
}

/// One for each bank: cookies do not know ports, and banks on one machine share a jar.
fn cookie_name(desk: &Desk) -> String {
    format!("{}known-{}", visit::cookie_prefix(desk), desk.id())
}
