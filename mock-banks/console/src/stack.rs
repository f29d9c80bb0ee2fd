//! Routes and layers, each as one list.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use http::header::{self, HeaderName};
use http::{HeaderValue, StatusCode};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;

use crate::desk::Desk;
use crate::problem::{Code, Problem};
use crate::{api, document, guard};

/// The largest body, where an operation says nothing else.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// The longest an answer may take. Verifications go on in the background.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(30);
/// Requests that are answered at once.
const AT_ONCE_MAX: usize = 64;

pub(crate) fn router(desk: &Arc<Desk>) -> Router {
    let (routes, operations, text) = document::assemble(api::routes());
    routes
        // Innermost, and only where there is a route: who may call this operation.
        .route_layer(middleware::from_fn_with_state((Arc::clone(desk), Arc::new(operations)), guard::role))
        .route(document::PATH, axum::routing::get(move || async move { document::answer(&text) }))
        .method_not_allowed_fallback(|| async {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, Code::MethodNotAllowed, "this method means nothing here")
        })
        .fallback(|| async {
            let next = "GET /admin/v1/openapi.json tells what there is";
            Problem::unknown(Code::NotFound, "there is nothing here", next)
        })
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn(guard::host))
        // Before anything is read: how many are let in, and how long they may take.
        .layer(middleware::from_fn_with_state(Arc::new(Semaphore::new(AT_ONCE_MAX)), bounds))
        .layer(middleware::map_response(put_guards))
        // Outermost: what panics closes no connection and shows nothing of why.
        .layer(CatchPanicLayer::new())
        .with_state(Arc::clone(desk))
}

async fn bounds(State(places): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let Ok(_place) = places.try_acquire() else {
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, Code::TooBusy, "too much is asked for at once");
        return problem.retry_after(1).into_response();
    };
    match tokio::time::timeout(ANSWER_TIME_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(StatusCode::GATEWAY_TIMEOUT, Code::TooSlow, "it took too long").into_response(),
    }
}

/// What every answer says. The same as on the ports beside this one.
static GUARDS: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

async fn put_guards(mut response: Response) -> Response {
    for (name, value) in &GUARDS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
