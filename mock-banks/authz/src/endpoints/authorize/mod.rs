//! `/authorize`: the customer's part, from the app's link to the answer that goes back to the app.
//!
//! 1. [`begin`]: the browser arrives with `client_id` and `request_uri`. It gets a secret of its own in a cookie, and is
//!    sent on to a page whose address says nothing. Arriving twice is fine (reloads, link previews): a request is used up
//!    when it is answered, not when it is looked at.
//! 2. [`show`]: the login page, or, once logged in, the consent page.
//! 3. [`login`]: name and password. The browser's secret is changed, so that one planted before is worth nothing.
//! 4. [`decide`]: allow, for the chosen accounts, or do not. Either way the request ends and the app hears of it, with
//!    `iss` and `state` (RFC 9207).
//! 5. [`leave`]: back to the app without logging in.
//!
//! Whatever is wrong before we know which app it is, and that it may be answered there, ends on a page of ours: this
//! endpoint redirects to registered addresses only.

mod begin;
mod decide;
mod error;
mod finish;
mod known_browser;
mod login;
mod show;
mod visit;

pub(crate) use begin::begin;
pub(crate) use decide::{decide, leave};
pub(crate) use login::{busy, is_flooding, login};
pub(crate) use show::show;

#[cfg(test)]
mod tests;
