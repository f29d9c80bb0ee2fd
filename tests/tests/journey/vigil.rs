//! Somebody who hears everything the banks are told and answer, and when the home goes looks for its secrets in the log.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use moa_tests::attacker::Watch;
use mock_banks::Around;

use crate::home::BANKS;

/// No body in these tests is longer.
const BODY_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A watch over everything that is said between an app and its banks; it ends when this goes.
pub(crate) struct Vigil(Arc<Watch>);

impl Vigil {
    pub(crate) fn begin() -> Self {
        Self(Arc::new(Watch::begin()))
    }

    pub(crate) fn watch(&self) -> &Watch {
        &self.0
    }

    /// A layer for a world's banks.
    pub(crate) fn around(&self) -> Around {
        let watch = Arc::clone(&self.0);
        Arc::new(move |app: Router| {
            let watch = Arc::clone(&watch);
            app.layer(middleware::from_fn(move |request, next| hear(Arc::clone(&watch), request, next)))
        })
    }
}

impl Drop for Vigil {
    fn drop(&mut self) {
        self.0.end();
    }
}

async fn hear(watch: Arc<Watch>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, BODY_BYTES_MAX).await.unwrap();
    for (name, value) in &head.headers {
        watch.note_header(name.as_str(), value.to_str().unwrap_or_default());
    }
    url::form_urlencoded::parse(&body).for_each(|(name, value)| watch.note_field(&name, &value));
    let response = next.run(Request::from_parts(head, Body::from(body))).await;
    let (head, body) = response.into_parts();
    let body = to_bytes(body, BODY_BYTES_MAX).await.unwrap();
    watch.note_answer(&head.headers, &body);
    Response::from_parts(head, Body::from(body))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_is_a_log_and_there_are_secrets_to_look_for() {
    let (home, links) = crate::home::Home::gathered().await;
    assert_eq!(links.len(), BANKS.len());
    let (bytes, secrets) = home.vigil.watch().size();
    assert!(bytes > 10_000 && secrets > 50, "{bytes} bytes logged, {secrets} secrets");
    for what in ["password", "code", "code_verifier", "client_assertion", "dpop", "access_token", "id_token"] {
        assert!(home.vigil.watch().knows(what), "no {what} was heard");
    }
}
