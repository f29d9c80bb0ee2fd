//! Ways to weaken a gateway: a layer around it that forgives, forgets or blabs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::middleware::{self, Next};
use http::request::Parts;
use http::{HeaderValue, Request, Response, StatusCode};
use moa_bank_testbed::Around;

/// What a request asked, what was answered, and what the weakened gateway makes of it.
pub(crate) type Weaken = fn(&Parts, Answered) -> Answered;

/// An answer that can be changed.
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) body: String,
    pub(crate) set: Vec<(&'static str, &'static str)>,
    pub(crate) take: Vec<&'static str>,
    pub(crate) challenge: String,
}

impl Answered {
    /// As if the request had been a good one.
    pub(crate) fn forgiven(self) -> Self {
        Self { status: 200, body: "{}".to_owned(), ..self }
    }
}

pub(crate) fn weakened(weaken: Weaken) -> Around {
    Arc::new(move |router: Router| {
        router.layer(middleware::from_fn(move |request: Request<Body>, next: Next| async move {
            let (head, body) = request.into_parts();
            let asked = head.clone();
            let answer = next.run(Request::from_parts(head, body)).await;
            apply(weaken, &asked, answer).await
        }))
    })
}

async fn apply(weaken: Weaken, asked: &Parts, answer: Response<Body>) -> Response<Body> {
    let (mut head, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let challenge = head.headers.get("www-authenticate").map(|value| value.to_str().unwrap().to_owned());
    let answered = Answered {
        status: head.status.as_u16(),
        body: String::from_utf8(body.to_vec()).unwrap(),
        set: Vec::new(),
        take: Vec::new(),
        challenge: challenge.unwrap_or_default(),
    };
    let answered = weaken(asked, answered);
    head.status = StatusCode::from_u16(answered.status).unwrap();
    for (name, value) in answered.set {
        head.headers.insert(name, HeaderValue::from_static(value));
    }
    for name in answered.take {
        head.headers.remove(name);
    }
    if !answered.body.is_empty() {
        head.headers.insert("content-type", HeaderValue::from_static("application/json"));
    }
    Response::from_parts(head, Body::from(answered.body))
}

/// A gateway that loses one request in many, of the API beside the candidate.
pub(crate) fn forgetful() -> Around {
    let count = Arc::new(AtomicU32::new(0));
    Arc::new(move |router: Router| {
        let count = Arc::clone(&count);
        router.layer(middleware::from_fn(move |request: Request<Body>, next: Next| {
            let count = Arc::clone(&count);
            async move {
                let beside = request.uri().path().starts_with("/lab-neighbour/");
                let answer = next.run(request).await;
                if beside && count.fetch_add(1, Ordering::Relaxed) == 250 {
                    return Response::builder().status(503).body(Body::empty()).unwrap();
                }
                answer
            }
        }))
    })
}
