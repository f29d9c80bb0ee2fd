//! Routes and layers, each as one list.
//!
//! Programs talk to the endpoints, browsers to the pages; both come through [`intake`], which limits what is read. The
//! headers that keep pages safe are put on every answer: a header too many on JSON harms nobody, a header too few on a
//! page might.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use http::header::{self, HeaderName};
use http::{HeaderMap, HeaderValue};
use moa_security::dpop::NONCE_HEADER;

use crate::desk::Desk;
use crate::endpoints::{authorize, introspect, jwks, metadata, par, path, register, revoke, token};
use crate::intake::{self, Endpoint};
use crate::pages;

/// Every route of the server.
pub(crate) fn router(desk: &Arc<Desk>) -> Router {
    let programs = Router::new()
        .route(path::PAR, takes(par::answer))
        .route(path::TOKEN, takes(token::answer))
        .route(path::INTROSPECT, takes(introspect::answer))
        .route(path::REVOKE, takes(revoke::answer))
        // On refusals too: a client learns the next nonce from whatever answer it gets.
        .layer(middleware::from_fn_with_state(Arc::clone(desk), nonce));
    let open = Router::new()
        .route(path::OPENID_CONFIGURATION, gives(metadata::answer))
        .route(path::OAUTH_METADATA, gives(metadata::answer))
        .route(path::JWKS, gives(jwks::answer))
        .route(path::REGISTER, takes(register::answer));
    let browsers = Router::new()
        .route(path::AUTHORIZE, gives(authorize::begin))
        .route(pages::STYLE_PATH, gives(pages::style))
        .route(pages::ICON_PATH, gives(pages::icon))
        .route("/authorize/{request}", gives(authorize::show))
        .route("/authorize/{request}/login", post(login))
        .route("/authorize/{request}/decide", takes(authorize::decide))
        .route("/authorize/{request}/leave", takes(authorize::leave));
    programs.merge(open).merge(browsers).layer(middleware::map_response(guard)).with_state(Arc::clone(desk))
}

fn gives(endpoint: Endpoint) -> MethodRouter<Arc<Desk>> {
    get(move |State(desk): State<Arc<Desk>>, request: Request| intake::serve(desk, request, endpoint))
}

fn takes(endpoint: Endpoint) -> MethodRouter<Arc<Desk>> {
    post(move |State(desk): State<Arc<Desk>>, request: Request| intake::serve(desk, request, endpoint))
}

async fn login(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    intake::serve_login(desk, request, authorize::login).await
}

/// Puts a fresh DPoP nonce on the answer (RFC 9449 §8.2).
async fn nonce(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Ok(nonce) = HeaderValue::from_str(&desk.nonces.current(desk.now())) {
        response.headers_mut().insert(NONCE_HEADER, nonce);
    }
    response
}

/// What every answer says, unless the endpoint has said something stricter.
static GUARDS: [(HeaderName, &str); 9] = [
    // Nobody frames a page on which permission is given (RFC 9700 §4.16); the older header is for older browsers.
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::X_FRAME_OPTIONS, "DENY"),
    // No way back to plain http (RFC 6797).
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
    // Addresses of these pages name requests and carry codes (RFC 9700 §4.2.4).
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()"),
];

async fn guard(mut response: Response) -> Response {
    put_guards(response.headers_mut());
    response
}

fn put_guards(headers: &mut HeaderMap) {
    for (name, value) in &GUARDS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}
