//! One request, from route to reply: the line of travel that the crate's page draws.

mod reply;

use std::sync::Arc;

use axum::body::{Body, Bytes};
use http::request::Parts;
use http::{Request, Response, StatusCode};
use moa_bank_processing::{ApiCall, ApiReply, Entitlement, Handler, PlatformCall, Processor, Refusal, codec::uk};
use moa_bank_registry::{Limits, Operation, Route};
use moa_kernel::{ClientId, ConsentId};
use tokio::time::Instant;
use tracing::{error, info};

use crate::intake::{Facts, Gathered, form, gather, whose};
use crate::interaction::Interaction;
use crate::limits::Place;
use crate::once::{self, Kept, Repeated, Turn, Writer};
use crate::parts::GatewayParts;
use crate::policy::Admitted;
use crate::stack::Inside;
use crate::trail::{Trail, Unfinished};
use crate::watch::Sight;
use crate::{explain, policy, refusal};
use reply::{denied, explained, malformed, respond, too_much};

/// Answers one request, on the route it was found to mean when it came in, and leaves what happened to it on the answer.
pub(crate) async fn handle(
    inside: &Inside,
    interaction: &Interaction,
    route: Route,
    request: Request<Body>,
) -> Response<Body> {
    let mut trail = Trail::default();
    let walked = walk(inside, interaction, route, request, &mut trail).await;
    let mut response = walked.unwrap_or_else(|early| *early);
    response.extensions_mut().insert(Arc::new(trail));
    response
}

/// An answer that stands before the bank's core was asked.
type Early = Box<Response<Body>>;

/// What a request was found to ask for.
struct Meant {
    /// The API's name, by which its apps are counted.
    api: String,
    operation: Arc<Operation>,
    limits: Limits,
    path_id: Option<String>,
}

async fn walk(
    inside: &Inside,
    interaction: &Interaction,
    route: Route,
    request: Request<Body>,
    trail: &mut Trail,
) -> Result<Response<Body>, Early> {
    let (head, body) = request.into_parts();
    let unfinished = head.extensions.get::<Arc<Unfinished>>().cloned().unwrap_or_default();
    let id = interaction.as_str();
    let refused = explain::of_route(&route);
    let meant = match meant(route, id) {
        Ok(meant) => meant,
        Err(early) => {
            trail.refused = refused;
            trail.app = whose(inside, &head).await;
            return Err(early);
        }
    };
    // The place is held until the answer is there.
    let (mut facts, admitted, _place) = admit(inside, &meant, &head, id, trail).await?;
    unfinished.note_admission(admitted.entitlement().client(), &trail.passed);
    let body = take_body(&meant, &mut facts, &head, body, id, trail).await?;
    let app = admitted.entitlement().client();
    if let Handler::Platform(PlatformCall::ExplainResponse) = *meant.operation.handler {
        return Ok(explained(&inside.parts, app, meant.path_id.as_deref(), id, trail));
    }
    let writer = take_turn(inside, &meant, app, &head, &body, id, trail).await?;
    let call = ApiCall {
        handler: meant.operation.handler.clone(),
        id: meant.path_id,
        url: format!("{}{}", inside.parts.origin, head.uri.path()),
        query: read_query(head.uri.query()),
        body: body.to_vec(),
        interaction: id.to_owned(),
    };
    let reply = answer(&inside.parts.processor, admitted.entitlement(), &call, writer, &unfinished).await;
    trail.commands = unfinished.journal.commands();
    note_steps(trail, &meant.operation, reply.refusal.as_ref());
    let deletes = matches!(*meant.operation.handler, Handler::Uk(uk::Operation::DeleteConsent));
    if deletes && reply.status.is_success() {
        end_consent(&inside.parts, call.id.as_deref()).await;
    }
    Ok(respond(reply, &meant.operation, meant.limits, id, trail))
}

fn meant(route: Route, id: &str) -> Result<Meant, Early> {
    Err(Box::new(match route {
        Route::Found { api, operation, limits, id: path_id } => {
            return Ok(Meant { api: api.key().to_string(), operation, limits, path_id });
        }
        Route::OtherMethod { allow, .. } => refusal::other_method(&allow),
        Route::NoSuchPath { .. } | Route::Nothing => refusal::not_found(),
        Route::Blocked { reason, .. } => refusal::blocked(&reason, id),
        Route::Gone { because, .. } => refusal::gone(&because, id),
    }))
}

/// Gathers the facts and has the policy judge them.
async fn admit(
    inside: &Inside,
    meant: &Meant,
    head: &Parts,
    id: &str,
    trail: &mut Trail,
) -> Result<(Facts, Admitted, Option<Place>), Early> {
    let began = Instant::now();
    let gathered = gather(inside, head, &meant.api, &meant.operation, meant.path_id.as_deref()).await;
    trail.facts_took = began.elapsed();
    let Ok(Gathered { facts, place }) = gathered else {
        trail.sight = Some(Sight::DeadToken);
        trail.refused = Some(explain::of_full_line());
        return Err(Box::new(refusal::come_later()));
    };
    note(trail, &facts);
    let admitted = policy::admit(&facts, inside.parts.bank.now()).map_err(|denial| {
        info!(operation = meant.operation.id, interaction = id, %denial, "refused");
        denied(denial, &facts, id, trail)
    })?;
    let of_a_customer = matches!(admitted.entitlement(), Entitlement::Customer(_));
    trail.passed.extend(explain::rules_of_admission(of_a_customer));
    Ok((facts, admitted, place))
}

/// Looks at the form, and takes the body where the policy lets it in. It comes after the admission: whether our API takes a
/// body is nothing a stranger has to know.
async fn take_body(
    meant: &Meant,
    facts: &mut Facts,
    head: &Parts,
    body: Body,
    id: &str,
    trail: &mut Trail,
) -> Result<Bytes, Early> {
    form::check_accept(&head.headers)
        .and_then(|()| form::check_headers(&head.headers))
        .map_err(|fault| malformed(fault, id, trail))?;
    let read = form::read_body(&head.method, &head.headers, body, meant.limits).await;
    let (body, measured) = read.map_err(|fault| malformed(fault, id, trail))?;
    facts.payload = measured;
    trail.passed.push(explain::FORM);
    policy::takes(facts).map_err(|denial| too_much(denial, id, trail))?;
    trail.passed.push(explain::PAYLOAD);
    Ok(body)
}

/// Has what is to be done once be done once: whoever repeats a request gets the first one's answer.
async fn take_turn(
    inside: &Inside,
    meant: &Meant,
    app: &ClientId,
    head: &Parts,
    body: &Bytes,
    id: &str,
    trail: &mut Trail,
) -> Result<Option<Writer>, Early> {
    if !meant.operation.idempotent {
        return Ok(None);
    }
    let key = once::key(&head.headers);
    let key = key.ok_or_else(|| malformed(form::FormFault::Header(once::HEADER), id, trail))?;
    let (operation, path) = (meant.operation.id.clone(), head.uri.path().to_owned());
    let request = Repeated { operation, path, key: key.to_owned() };
    match inside.keys.turn(app, request, body, inside.parts.bank.now()).await {
        Turn::First(writer) => Ok(Some(writer)),
        Turn::Again(kept) => {
            trail.passed.push(explain::ONCE);
            Err(Box::new(respond(kept.into(), &meant.operation, meant.limits, id, trail)))
        }
        Turn::OtherBody => Err(malformed(form::FormFault::KeyReused, id, trail)),
        Turn::Full => {
            trail.refused = Some(explain::of_full_memory());
            Err(Box::new(refusal::come_later()))
        }
    }
}

/// Which of the steps after the policy a request has passed.
fn note_steps(trail: &mut Trail, operation: &Operation, refusal: Option<&Refusal>) {
    let refused_by = |rule: &str| refusal.is_some_and(|refusal| refusal.rule == rule);
    if operation.idempotent {
        trail.passed.push(explain::ONCE);
    }
    if refused_by(Refusal::REQUEST) {
        return;
    }
    trail.passed.push(Refusal::REQUEST);
    if refused_by(Refusal::CORE) {
        return;
    }
    if !trail.commands.is_empty() {
        trail.passed.push(Refusal::CORE);
    }
    if refusal.is_none() {
        trail.passed.push(Refusal::RESOURCE);
        if matches!(*operation.handler, Handler::Recipe(_)) {
            trail.passed.push(Refusal::RECIPE);
        }
    }
}

/// Asks the processor. What is to be answered once is asked in a task of its own, so that an app that hangs up cannot come
/// between what was done and its being remembered.
async fn answer(
    processor: &Processor,
    entitlement: &Entitlement,
    call: &ApiCall,
    writer: Option<Writer>,
    unfinished: &Arc<Unfinished>,
) -> ApiReply {
    let Some(writer) = writer else {
        return processor.answer(entitlement, call, &unfinished.journal).await;
    };
    let (processor, entitlement, call) = (processor.clone(), entitlement.clone(), call.clone());
    let unfinished = Arc::clone(unfinished);
    let asked = tokio::spawn(async move {
        let reply = processor.answer(&entitlement, &call, &unfinished.journal).await;
        writer.keep(&reply);
        reply
    });
    asked.await.unwrap_or_else(|error| {
        error!(%error, "an answer could not be made");
        let ours = Refusal::from(&uk::UkError::Unavailable(error.into()));
        ApiReply { refusal: Some(ours), ..ApiReply::new(StatusCode::INTERNAL_SERVER_ERROR, None) }
    })
}

impl From<Kept> for ApiReply {
    fn from(kept: Kept) -> Self {
        Self { refusal: kept.refusal, ..Self::new(kept.status, kept.body.map(|body| body.to_vec())) }
    }
}

/// Whose request it is, as far as its token tells, and how the app stands once it has proved that it is its own.
fn note(trail: &mut Trail, facts: &Facts) {
    trail.app = facts.credential.app().cloned();
    trail.limits.clone_from(&facts.limits);
}

async fn end_consent(parts: &GatewayParts, id: Option<&str>) {
    if let Some(consent) = id.and_then(|id| ConsentId::new(id).ok()) {
        parts.tokens.consent_ended(&consent).await;
    }
}

fn read_query(query: Option<&str>) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}
