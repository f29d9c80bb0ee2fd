//! Ways to weaken a gateway: a layer around it that forgives, forgets or blabs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::middleware::{self, Next};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use moa_bank_testbed::Around;

/// What a request asked, what was answered, and what the weakened gateway makes of it.
pub(crate) type Weaken = fn(&Asked, Answered) -> Answered;

/// A request, kept for after it was answered.
pub(crate) struct Asked {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

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

    /// A good answer with one letter wrong. A refusal stays as it is.
    pub(crate) fn misspelt(self) -> Self {
        let good = matches!(self.status, 200 | 201);
        if good { Self { body: self.body.replace("\"Data\"", "\"Date\""), ..self } } else { self }
    }
}

pub(crate) fn weakened(weaken: Weaken) -> Around {
    Arc::new(move |router: Router| {
        router.layer(middleware::from_fn(move |request: Request<Body>, next: Next| async move {
            let (head, body) = request.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            let (method, uri, headers) = (head.method.clone(), head.uri.clone(), head.headers.clone());
            let asked = Asked { method, uri, headers, body: body.clone() };
            let answer = next.run(Request::from_parts(head, Body::from(body))).await;
            apply(weaken, &asked, answer).await
        }))
    })
}

async fn apply(weaken: Weaken, asked: &Asked, answer: Response<Body>) -> Response<Body> {
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

/// A request of the traffic beside the candidate, well after that began: the switch is made when there were 200.
const THE_NTH: u32 = 250;

/// A gateway that loses one request in many, of the API beside the candidate.
pub(crate) fn forgetful() -> Around {
    once_beside(|_| async { Response::builder().status(503).body(Body::empty()).unwrap() })
}

/// A gateway that takes this long over one of them.
pub(crate) fn slow_once(long: Duration) -> Around {
    once_beside(move |answer| async move {
        tokio::time::sleep(long).await;
        answer
    })
}

/// Does this to one answer of the API beside the candidate.
fn once_beside<F, W>(what: F) -> Around
where
    F: Fn(Response<Body>) -> W + Clone + Send + Sync + 'static,
    W: Future<Output = Response<Body>> + Send,
{
    let count = Arc::new(AtomicU32::new(0));
    Arc::new(move |router: Router| {
        let (count, what) = (Arc::clone(&count), what.clone());
        router.layer(middleware::from_fn(move |request: Request<Body>, next: Next| {
            let (count, what) = (Arc::clone(&count), what.clone());
            async move {
                let beside = request.uri().path().starts_with("/lab-neighbour/");
                let answer = next.run(request).await;
                let is_it = beside && count.fetch_add(1, Ordering::Relaxed) == THE_NTH;
                if is_it { what(answer).await } else { answer }
            }
        }))
    })
}

/// A gateway that takes every idempotency key for one it has never seen.
pub(crate) fn keyless() -> Around {
    let count = Arc::new(AtomicU32::new(0));
    Arc::new(move |router: Router| {
        let count = Arc::clone(&count);
        router.layer(middleware::from_fn(move |mut request: Request<Body>, next: Next| {
            if let Some(key) = request.headers_mut().get_mut("x-idempotency-key") {
                *key = HeaderValue::from(count.fetch_add(1, Ordering::Relaxed));
            }
            next.run(request)
        }))
    })
}
