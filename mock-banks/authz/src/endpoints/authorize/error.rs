//! What can go wrong between a customer and the pages, and which page says so.

use axum::response::Response;
use http::StatusCode;
use moa_bank_core::consents::ConsentError;
use moa_bank_core::ledger::LedgerError;
use moa_bank_core::state::StateError;

use crate::desk::Desk;
use crate::form::FormError;
use crate::intake::Asked;
use crate::pages::{Locale, Notice};
use crate::store::requests::Outcome;

/// Why a customer sees a notice instead of the page they asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PageError {
    /// The link is not one a registered app made: no request behind it, or another app's.
    #[error("there is no such authorisation request")]
    UnknownRequest,
    /// The request waited too long for a browser, or the browser for its customer.
    #[error("the authorisation request has expired")]
    Expired,
    /// The request was answered before.
    #[error("the authorisation request was answered: {0:?}")]
    Answered(Outcome),
    /// The browser does not hold the secret it was given, so the page is not for it.
    #[error("the browser has no part in this request")]
    NoPart,
    /// The form does not come from our page: no CSRF token, a wrong one, another site's.
    #[error("the form does not come from our page")]
    ForeignForm,
    /// The form cannot be read.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The address cannot be built.
    #[error("the answer cannot be addressed")]
    Address,
    /// The page cannot be written.
    #[error("a page cannot be written")]
    Template(#[from] minijinja::Error),
    /// The state could not be used.
    #[error("the state cannot be used")]
    State(#[from] StateError),
    /// The books could not be read.
    #[error("the books cannot be read")]
    Ledger(#[from] LedgerError),
    /// The consent could not be changed.
    #[error("the consent cannot be changed")]
    Consent(#[from] ConsentError),
}

impl PageError {
    const fn notice(&self) -> (StatusCode, Notice) {
        match self {
            Self::UnknownRequest => (StatusCode::BAD_REQUEST, Notice::UnknownRequest),
            Self::Expired => (StatusCode::BAD_REQUEST, Notice::Expired),
            Self::Answered(Outcome::Allowed) => (StatusCode::BAD_REQUEST, Notice::Allowed),
            Self::Answered(Outcome::Denied) => (StatusCode::BAD_REQUEST, Notice::Denied),
            Self::Answered(Outcome::Failed) => (StatusCode::BAD_REQUEST, Notice::Ended),
            Self::NoPart => (StatusCode::FORBIDDEN, Notice::NoPart),
            Self::ForeignForm | Self::Form(_) => (StatusCode::FORBIDDEN, Notice::ForeignForm),
            Self::Address | Self::Template(_) | Self::State(_) | Self::Ledger(_) | Self::Consent(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, Notice::OurFault)
            }
        }
    }
}

/// Turns a result into an answer: a notice for the customer, and our own faults into the log.
pub(super) fn answer(desk: &Desk, asked: &Asked, result: Result<Response, PageError>) -> Response {
    result.unwrap_or_else(|error| {
        let (status, notice) = error.notice();
        if status.is_server_error() {
            tracing::error!(%error, "an authorisation page failed");
        } else {
            tracing::debug!(%error, "a customer sees a notice");
        }
        desk.pages.notice(status, notice, Locale::of_request(asked))
    })
}
