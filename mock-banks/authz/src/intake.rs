//! From the network to a plain value.
//!
//! Every endpoint is an ordinary function from [`Asked`] to an answer: no futures, no framework. This file is the one
//! place that reads a body (within its limit), counts header bytes, and moves the work off the async threads, because a
//! password hash and a database write both block.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, Method, Request, StatusCode, Uri};
use moa_bank_core::customers::Place;
use tokio::sync::OwnedSemaphorePermit;

use crate::desk::Desk;
use crate::endpoints::authorize;

/// One request, fully read.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Who is at the other end of the connection, when the server that runs us says so.
    pub(crate) address: Option<IpAddr>,
}

impl Asked {
    /// Who is counted when something has a ceiling per address. Without addresses everybody is counted together.
    pub(crate) fn counted_as(&self) -> String {
        self.address.map(|address| Place::Address(address).to_text()).unwrap_or_default()
    }

    /// The value of a header that may occur once. Twice is as good as not at all: hyper would silently take the first.
    pub(crate) fn only_header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => value.to_str().ok(),
            _ => None,
        }
    }

    /// Whether the body says it is of this media type, parameters aside.
    pub(crate) fn has_content_type(&self, expected: &str) -> bool {
        let essence = self.only_header("content-type").and_then(|value| value.split(';').next()).unwrap_or_default();
        essence.trim().eq_ignore_ascii_case(expected)
    }
}

/// An endpoint: a request in, an answer out.
pub(crate) type Endpoint = fn(&Desk, &Asked) -> Response;

/// Reads the request within the profile's limits and lets `endpoint` answer it.
pub(crate) async fn serve(desk: Arc<Desk>, request: Request<Body>, endpoint: Endpoint) -> Response {
    match read(&desk, request).await {
        Ok(asked) => run(desk, asked, endpoint, None).await,
        Err(refusal) => refusal,
    }
}

/// The same for the login, whose work is a password hash: only so many at once, and slowly for an address that floods us.
pub(crate) async fn serve_login(desk: Arc<Desk>, request: Request<Body>, endpoint: Endpoint) -> Response {
    let asked = match read(&desk, request).await {
        Ok(asked) => asked,
        Err(refusal) => return refusal,
    };
    let seat = if authorize::is_flooding(&desk, &asked) {
        desk.door.enter_slowly(desk.profile.limits.slow_login_pause).await
    } else {
        desk.door.enter()
    };
    match seat {
        Some(seat) => run(desk, asked, endpoint, Some(seat)).await,
        None => authorize::busy(&desk, &asked),
    }
}

async fn read(desk: &Desk, request: Request<Body>) -> Result<Asked, Response> {
    let limits = desk.profile.limits;
    let (parts, body) = request.into_parts();
    let header_bytes: usize = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if header_bytes > limits.header_bytes_max {
        return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response());
    }
    let Ok(body) = axum::body::to_bytes(body, limits.body_bytes_max).await else {
        return Err(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    Ok(Asked { method: parts.method, uri: parts.uri, headers: parts.headers, body, address })
}

async fn run(desk: Arc<Desk>, asked: Asked, endpoint: Endpoint, seat: Option<OwnedSemaphorePermit>) -> Response {
    let work = move || {
        let answer = endpoint(&desk, &asked);
        // The seat goes with the work: a caller who hangs up does not make room for another while it goes on.
        drop(seat);
        answer
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::error!(%error, "an endpoint of the authorisation server stopped");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
