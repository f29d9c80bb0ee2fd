//! The layers around every request, as one list, outermost first, with the reasons for their order.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::middleware::{self, Next};
use axum::{Extension, Router};
use http::header::{CACHE_CONTROL, HeaderName, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri};
use moa_bank_registry::{LiveApi, Route};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;
use tracing::{Instrument as _, error, info_span};

use crate::explain;
use crate::handle::handle;
use crate::interaction::{self, Interaction};
use crate::known::KnownTokens;
use crate::limits::{Counters, headers as limit_headers};
use crate::once::Keys;
use crate::parts::GatewayParts;
use crate::refusal;
use crate::trail::{Start, Trail, Unfinished};

/// A request is answered within this time, or given up.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(30);
/// No URL of this API is longer, cursor and dates and all.
const URL_CHARS_MAX: usize = 4096;

/// The gateway of one bank, to be merged into the router of its origin. It answers every path that nobody else there does,
/// because where APIs live is the registry's to say, from one request to the next.
pub fn router(parts: GatewayParts) -> Router {
    let counters = Counters::new(Arc::clone(&parts.plans));
    let inside = Arc::new(Inside { parts, counters, known: KnownTokens::default(), keys: Keys::default() });
    let layers = tower::ServiceBuilder::new()
        // Outermost, because every answer has an id, a nonce, the security headers and the notices of its API: errors and
        // panics too. So the route is looked up here, once.
        .layer(middleware::from_fn_with_state(Arc::clone(&inside), dress))
        // Inside the id, so that a panic is answered under it; outside the rest, so that nothing escapes.
        .layer(CatchPanicLayer::custom(panicked))
        // Covers body and answer: a body sent one byte at a time ends here.
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, ANSWER_TIME_MAX));
    // The length of a URL is held in `answer`: a layer that may answer itself costs every request a boxed future.
    Router::new().fallback(answer).layer(layers).with_state(inside)
}

/// A gateway at work: its parts, and what it counts for itself.
pub(crate) struct Inside {
    pub(crate) parts: GatewayParts,
    pub(crate) counters: Counters,
    pub(crate) known: KnownTokens,
    pub(crate) keys: Keys,
}

async fn answer(
    State(inside): State<Arc<Inside>>,
    Extension(interaction): Extension<Interaction>,
    Extension(route): Extension<Route>,
    request: Request<Body>,
) -> Response<Body> {
    // Before token and consent are looked up: a long URL would make that expensive.
    if is_too_long(request.uri()) {
        let mut response = refusal::url_too_long();
        let trail = Trail { refused: Some(explain::of_long_url()), ..Trail::default() };
        response.extensions_mut().insert(Arc::new(trail));
        return response;
    }
    handle(&inside, &interaction, route, request).await
}

fn is_too_long(uri: &Uri) -> bool {
    uri.path_and_query().is_some_and(|target| target.as_str().len() > URL_CHARS_MAX)
}

/// Gives the request its id and its route, and every answer its headers.
async fn dress(State(inside): State<Arc<Inside>>, mut request: Request<Body>, next: Next) -> Response<Body> {
    let parts = &inside.parts;
    let interaction = Interaction::of(request.headers(), parts.bank.entropy().as_ref());
    let table = parts.registry.table();
    let route = table.find(request.method(), request.uri().path());
    // The route and never the path: what a caller writes there may be an account's id, wherever they write it.
    // A twin has its bank's name, and answers nobody but the testbed: whoever reads the log can leave it out.
    let lab = parts.watch.is_of_a_rehearsal().then_some(true);
    let span = info_span!("request", bank = %parts.bank.id(), interaction = interaction.as_str(),
        method = %request.method(), route = route.template(), lab);
    let api = route.api().cloned();
    let start = Start::of(parts, request.method(), request.extensions(), route.clone(), table.generation());
    let unfinished = Arc::<Unfinished>::default();
    request.extensions_mut().insert(Arc::clone(&unfinished));
    request.extensions_mut().insert(interaction.clone());
    request.extensions_mut().insert(route);
    let mut response = next.run(request).instrument(span.clone()).await;
    if response.extensions().get::<Panicked>().is_some() {
        response = refusal::our_fault(interaction.as_str());
    }
    put_headers(response.headers_mut(), parts, &interaction);
    let trail = response.extensions_mut().remove::<Arc<Trail>>();
    let trail = trail.unwrap_or_else(|| Arc::new(unfinished.trail_with(response.status())));
    if let Some(limits) = &trail.limits {
        limit_headers::put(response.headers_mut(), limits);
    }
    span.in_scope(|| start.end(parts, &interaction, response.status(), &trail));
    if let Some(api) = api {
        put_notices(response.headers_mut(), &api);
    }
    response
}

fn put_headers(headers: &mut HeaderMap, parts: &GatewayParts, interaction: &Interaction) {
    if let Some(id) = interaction.header() {
        headers.insert(interaction::HEADER, id);
    }
    if let Ok(nonce) = HeaderValue::from_str(&parts.nonces.current(parts.bank.now())) {
        headers.insert(HeaderName::from_static(moa_security::dpop::NONCE_HEADER), nonce);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Browsers have no business here; one that strays in shows nothing and remembers to come by TLS.
    let policy = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    headers.insert(http::header::CONTENT_SECURITY_POLICY, policy);
    if parts.origin.starts_with("https:") {
        let a_year = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, a_year);
    }
}

/// What the API's state has every answer say.
fn put_notices(headers: &mut HeaderMap, api: &LiveApi) {
    for (name, value) in &api.headers {
        headers.insert(name.clone(), value.clone());
    }
}

/// Marks an answer that takes the place of a panic, until the id is put into it.
#[derive(Debug, Clone, Copy)]
struct Panicked;

/// The last resort. What the panic said is for our log and nobody else.
#[allow(clippy::needless_pass_by_value, reason = "the layer hands the panic over")]
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    error!(said = said.unwrap_or("something that is no text"), "a handler panicked");
    let mut response = refusal::bare(StatusCode::INTERNAL_SERVER_ERROR);
    response.extensions_mut().insert(Panicked);
    response
}
