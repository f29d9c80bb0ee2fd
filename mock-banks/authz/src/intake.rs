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

use crate::desk::Desk;

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
    let limits = desk.profile.limits;
    let (parts, body) = request.into_parts();
    let header_bytes: usize = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if header_bytes > limits.header_bytes_max {
        return StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response();
    }
    let Ok(body) = axum::body::to_bytes(body, limits.body_bytes_max).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let asked = Asked { method: parts.method, uri: parts.uri, headers: parts.headers, body, address };
    match tokio::task::spawn_blocking(move || endpoint(&desk, &asked)).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::error!(%error, "an endpoint of the authorisation server stopped");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
