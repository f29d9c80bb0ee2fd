//! The directory of the country: a participants file for programs, a page for people, and a logo for each bank.

mod index;
mod logo;
mod participants;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderValue, StatusCode};
use moa_bank_core::spec::BankSpec;
use moa_bank_registry::{ApiRecord, Registry};

use crate::world::RunningBank;

/// A bank, as the directory lists it.
#[derive(Debug, Clone)]
pub(crate) struct ListedBank {
    spec: BankSpec,
    origin: String,
    registry: Registry,
}

impl ListedBank {
    /// What the directory tells of a running bank.
    pub(crate) fn of(running: &RunningBank) -> Self {
        let (spec, origin) = (running.core().spec().clone(), running.origin().to_owned());
        Self { spec, origin, registry: running.registry().clone() }
    }

    /// The APIs that callers find there at this moment. One that is blocked is among them: it will be back, and says so.
    fn apis(&self) -> Vec<ApiRecord> {
        self.registry.list().into_iter().filter(|record| record.state.is_live()).collect()
    }
}

/// What the directory shows.
struct Shown {
    origin: String,
    banks: Vec<ListedBank>,
}

/// The directory's server.
pub(crate) fn router(origin: &str, banks: Vec<ListedBank>) -> Router {
    let shown = Arc::new(Shown { origin: origin.to_owned(), banks });
    Router::new()
        .route("/", get(index_page))
        .route("/participants", get(participants_file))
        .route("/logos/{file}", get(logo_file))
        .layer(middleware::map_response(dress))
        .with_state(shown)
}

async fn participants_file(State(shown): State<Arc<Shown>>) -> Response {
    Json(participants::list(&shown.origin, &shown.banks)).into_response()
}

async fn index_page(State(shown): State<Arc<Shown>>) -> Response {
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    ([(CONTENT_TYPE, html)], index::page(&shown.origin, &shown.banks)).into_response()
}

async fn logo_file(State(shown): State<Arc<Shown>>, Path(file): Path<String>) -> Response {
    let wanted = file.strip_suffix(".svg").unwrap_or_default();
    let Some(bank) = shown.banks.iter().find(|bank| bank.spec.id.as_str() == wanted) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    ([(CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"))], logo::svg(&bank.spec.brand)).into_response()
}

/// What every answer says. The page has no script and its one style sheet is inline.
const HEADERS: &[(HeaderName, &str)] = &[
    (CONTENT_SECURITY_POLICY, "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-cache"),
];

async fn dress(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
