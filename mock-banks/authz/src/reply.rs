//! How the authorisation server speaks to programs: JSON that nobody may cache, and OAuth's way of saying no.
//!
//! Each endpoint has its own error enum and turns it into a [`Refusal`] in one exhaustive match. A refusal's sentence is
//! always written here in the code, never put together from what was sent, so it can echo nothing.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use moa_wire::oauth::code;
use serde::Serialize;

/// OAuth's no: a status, a code from the RFCs, a sentence for the app's developer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) description: &'static str,
}

impl Refusal {
    /// 400 with a code.
    pub(crate) const fn bad(code: &'static str, description: &'static str) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code, description }
    }

    /// The one answer to every failed client authentication, whatever failed (RFC 6749 §5.2).
    pub(crate) const fn invalid_client() -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            code: code::INVALID_CLIENT,
            description: "client authentication failed",
        }
    }

    /// Our own fault. The cause is in our log, not in the answer.
    pub(crate) const fn ours() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: code::SERVER_ERROR,
            description: "the authorisation server failed",
        }
    }

    /// Come back later.
    pub(crate) const fn too_often() -> Self {
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: code::TEMPORARILY_UNAVAILABLE,
            description: "too many requests, try again in a minute",
        }
    }

    /// The answer in JSON.
    pub(crate) fn into_response(self) -> Response {
        #[derive(Serialize)]
        struct Body {
            error: &'static str,
            error_description: &'static str,
        }
        let mut response = json(self.status, &Body { error: self.code, error_description: self.description });
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
        }
        response
    }
}

/// A JSON answer that is not kept by anyone on the way (RFC 6749 §5.1).
pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Response {
    let (status, text) = match serde_json::to_string(body) {
        Ok(text) => (status, text),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written");
            (StatusCode::INTERNAL_SERVER_ERROR, r#"{"error":"server_error"}"#.to_owned())
        }
    };
    json_text(status, text)
}

/// The same for JSON that is written already.
pub(crate) fn json_text(status: StatusCode, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// An answer without content.
pub(crate) fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Turns a result into an answer, writing our own faults to the log.
pub(crate) fn answer<E>(what: &'static str, result: Result<Response, E>) -> Response
where
    E: std::error::Error,
    for<'error> Refusal: From<&'error E>,
{
    result.unwrap_or_else(|error| {
        let refusal = Refusal::from(&error);
        if refusal.status.is_server_error() {
            tracing::error!(%error, what, "the authorisation server failed");
        } else {
            tracing::debug!(%error, what, code = refusal.code, "refused");
        }
        refusal.into_response()
    })
}
