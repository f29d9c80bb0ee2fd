//! Puts a no into words: one exhaustive table from what happened to status, challenge and error body.
//!
//! A refused caller learns what to do next and nothing about others. 401 and 403 follow RFC 6750, RFC 9449 and FAPI 2.0;
//! bodies follow the UK standard, which has none for 401, 404, 405, 406 and 415.

use axum::body::Body;
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use moa_bank_processing::codec::uk::{ErrorCode, error_body};
use moa_wire::oauth::code;

use crate::intake::form::FormFault;
use crate::policy::Denial;

/// The algorithms a proof may be made with, as the challenge announces them (RFC 9449 §7.1).
const ALGORITHMS: &str = "ES256 PS256 EdDSA";

/// Answers a request the policy refused.
pub(crate) fn denied(denial: Denial, id: &str) -> Response<Body> {
    match denial {
        Denial::NoToken => challenge(None),
        Denial::TokenInUrl | Denial::TokenUnreadable => challenge(Some(code::INVALID_REQUEST)),
        Denial::TokenDead | Denial::NotBound | Denial::OtherKey => challenge(Some(code::INVALID_TOKEN)),
        Denial::ProofMissing | Denial::ProofWrong | Denial::ProofReplayed => challenge(Some(code::INVALID_DPOP_PROOF)),
        Denial::NonceWanted => challenge(Some(code::USE_DPOP_NONCE)),
        Denial::Scope | Denial::OtherGrant => {
            let refused = forbidden(id, ErrorCode::Narrative, "the access token does not cover this");
            with_challenge(refused, Some(code::INSUFFICIENT_SCOPE))
        }
        Denial::ConsentMissing | Denial::ConsentNotAuthorised => {
            forbidden(id, ErrorCode::InvalidConsentStatus, "the consent is not authorised")
        }
        Denial::ConsentExpired => forbidden(id, ErrorCode::Reauthenticate, "the consent has expired"),
        Denial::Permission => forbidden(id, ErrorCode::Narrative, "the consent does not permit this"),
        Denial::Blocked => forbidden(id, ErrorCode::Narrative, "this app is shut out; ask the operator"),
        // The standard has no body for it.
        Denial::NoPlace | Denial::Spike | Denial::Quota => bare(StatusCode::TOO_MANY_REQUESTS),
        // The standard has no body for this one either.
        Denial::TooLarge => bare(StatusCode::PAYLOAD_TOO_LARGE),
        Denial::TooDeep => {
            let message = "the body is nested too deeply";
            json(StatusCode::BAD_REQUEST, error_body(id, ErrorCode::InvalidFormat, message, None))
        }
        // The same words as for an id that does not exist.
        Denial::Account => {
            json(StatusCode::BAD_REQUEST, error_body(id, ErrorCode::NotFound, "the resource cannot be found", None))
        }
    }
}

/// Answers a request whose form is wrong.
pub(crate) fn malformed(fault: FormFault, id: &str) -> Response<Body> {
    match fault {
        FormFault::NotAcceptable => bare(StatusCode::NOT_ACCEPTABLE),
        FormFault::UnsupportedMediaType => bare(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        FormFault::Broken => {
            json(StatusCode::BAD_REQUEST, error_body(id, ErrorCode::InvalidFormat, "the body broke off", None))
        }
        FormFault::KeyReused => {
            let message = "the key was used for another request";
            let body = error_body(id, ErrorCode::HeaderInvalid, message, Some(crate::once::HEADER));
            json(StatusCode::BAD_REQUEST, body)
        }
        FormFault::Header(name) => {
            let body = error_body(id, ErrorCode::HeaderInvalid, "the header cannot be read", Some(name));
            json(StatusCode::BAD_REQUEST, body)
        }
    }
}

/// When to ask again for an API that is blocked. Nobody knows when it is opened, and a caller that asks every second
/// learns nothing more.
const BLOCKED_RETRY_AFTER: HeaderValue = HeaderValue::from_static("300");

/// Answers for an API that was blocked: 503, because it is the bank that does not serve for a while, and nothing about the
/// request or its consent is wrong (RFC 9110 §15.6.4). A 403 would send customers to give their consent again.
pub(crate) fn blocked(reason: &str, id: &str) -> Response<Body> {
    let message = format!("this API is blocked for now: {reason}");
    let mut response = json(StatusCode::SERVICE_UNAVAILABLE, error_body(id, ErrorCode::Narrative, &message, None));
    response.headers_mut().insert(RETRY_AFTER, BLOCKED_RETRY_AFTER);
    response
}

/// Answers for an API that is over: 410, because it will not come back (RFC 9110 §15.5.11), and its `Link` says what did.
pub(crate) fn gone(because: &str, id: &str) -> Response<Body> {
    let message = format!("this API is over: {because}");
    json(StatusCode::GONE, error_body(id, ErrorCode::Narrative, &message, None))
}

/// Answers whoever tries one dead token after another and finds the line full.
pub(crate) fn come_later() -> Response<Body> {
    let mut response = bare(StatusCode::TOO_MANY_REQUESTS);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("2"));
    response
}

/// Answers a path this API does not have.
pub(crate) fn not_found() -> Response<Body> {
    bare(StatusCode::NOT_FOUND)
}

/// Answers a method a path does not have.
pub(crate) fn other_method(allow: &str) -> Response<Body> {
    let mut response = bare(StatusCode::METHOD_NOT_ALLOWED);
    if let Ok(allow) = HeaderValue::from_str(allow) {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}

/// Answers a URL that is longer than any of this bank's.
pub(crate) fn url_too_long() -> Response<Body> {
    bare(StatusCode::URI_TOO_LONG)
}

/// Answers when the fault is ours.
pub(crate) fn our_fault(id: &str) -> Response<Body> {
    let body = error_body(id, ErrorCode::Unexpected, "something went wrong at the bank", None);
    json(StatusCode::INTERNAL_SERVER_ERROR, body)
}

/// A response with a JSON body.
pub(crate) fn json(status: StatusCode, body: Vec<u8>) -> Response<Body> {
    let mut response = bare(status);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *response.body_mut() = Body::from(body);
    response
}

/// A response without a body.
pub(crate) fn bare(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

fn forbidden(id: &str, error: ErrorCode, message: &str) -> Response<Body> {
    json(StatusCode::FORBIDDEN, error_body(id, error, message, None))
}

fn challenge(error: Option<&str>) -> Response<Body> {
    with_challenge(bare(StatusCode::UNAUTHORIZED), error)
}

fn with_challenge(mut response: Response<Body>, error: Option<&str>) -> Response<Body> {
    let challenge = match error {
        None => format!("DPoP algs=\"{ALGORITHMS}\""),
        Some(error) => format!("DPoP error=\"{error}\", algs=\"{ALGORITHMS}\""),
    };
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}
