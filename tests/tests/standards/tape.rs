//! Hears everything that is said to and by a bank's API.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use http::HeaderMap;
use moa_tests::attacker::API;
use mock_banks::Around;

/// No body in these tests is longer.
const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A request and what was answered to it.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    /// The method.
    pub(crate) method: String,
    /// The path below the API's base.
    pub(crate) path: String,
    /// The query's parameters.
    pub(crate) query: Vec<(String, String)>,
    /// What the app wrote in the header.
    pub(crate) request_headers: HeaderMap,
    /// What the app wrote in the body.
    pub(crate) request_body: Vec<u8>,
    /// The bank's status.
    pub(crate) status: u16,
    /// What the bank wrote in the header.
    pub(crate) response_headers: HeaderMap,
    /// What the bank wrote in the body.
    pub(crate) response_body: Vec<u8>,
}

/// All exchanges with all APIs, in the order of their answers.
#[derive(Clone, Default)]
pub(crate) struct Tape(Arc<Mutex<Vec<Exchange>>>);

impl Tape {
    /// A layer for a world's banks.
    pub(crate) fn around(&self) -> Around {
        let tape = self.clone();
        Arc::new(move |app: Router| {
            let tape = tape.clone();
            app.layer(middleware::from_fn(move |request, next| hear(tape.clone(), request, next)))
        })
    }

    /// What was heard so far.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.0.lock().unwrap().clone()
    }
}

async fn hear(tape: Tape, request: Request, next: Next) -> Response {
    let Some(path) = request.uri().path().strip_prefix(API).map(str::to_owned) else { return next.run(request).await };
    let (head, body) = request.into_parts();
    let request_body = to_bytes(body, BODY_BYTES_MAX).await.unwrap();
    let query = head.uri.query().unwrap_or_default().to_owned();
    let (method, request_headers) = (head.method.to_string(), head.headers.clone());
    let response = next.run(Request::from_parts(head, Body::from(request_body.clone()))).await;
    let (answer, body) = response.into_parts();
    let response_body = to_bytes(body, BODY_BYTES_MAX).await.unwrap();
    tape.0.lock().unwrap().push(Exchange {
        method,
        path,
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        request_headers,
        request_body: request_body.to_vec(),
        status: answer.status.as_u16(),
        response_headers: answer.headers.clone(),
        response_body: response_body.to_vec(),
    });
    Response::from_parts(answer, Body::from(response_body))
}
