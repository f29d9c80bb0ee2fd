//! What tells an attempt's own answer from a stranger's, also while the attempt itself is held by whoever waits for it.

use moa_kernel::{BankId, Issuer, SecretString};
use moa_security::attempt::State;
use url::Url;

use super::callback::{CallbackError, Redirect};
use crate::error::{CallContext, Error};

/// Knows one attempt's answer: by the address it comes to, the `state` and the issuer. It can complete nothing.
#[derive(Clone)]
pub struct Recogniser {
    pub(super) bank: BankId,
    pub(super) redirect_uri: Url,
    pub(super) state: State,
    pub(super) issuer: Issuer,
}

impl std::fmt::Debug for Recogniser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recogniser").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl Recogniser {
    /// Whether an answer is this attempt's, as far as anybody can tell who was sent it. Says nothing to anybody and uses nothing
    /// up: whoever catches redirects for an app asks this first, because any page and any other app can send one.
    ///
    /// # Errors
    /// [`ErrorKind::IssuerMismatch`](crate::ErrorKind::IssuerMismatch) and the kinds beside it that
    /// [`Flow::complete`](super::Flow::complete) has for an answer from elsewhere.
    pub fn recognise(&self, redirect: &Redirect) -> Result<(), Error> {
        match self.code_in(redirect) {
            Err(error) if !error.is_from_the_bank() => Err(Error::from(error).within(CallContext::of_bank(&self.bank))),
            _ => Ok(()),
        }
    }

    pub(super) fn code_in(&self, redirect: &Redirect) -> Result<SecretString, CallbackError> {
        redirect.code(&self.redirect_uri, &self.state, &self.issuer)
    }
}
