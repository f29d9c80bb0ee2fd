//! One request, from route to reply: the line of travel that the crate's page draws.

use std::sync::Arc;

use axum::body::Body;
use http::{HeaderValue, Request, Response, StatusCode, header};
use moa_bank_processing::port::{Command, Journal};
use moa_bank_processing::{ApiCall, ApiReply, Entitlement, Handler, PlatformCall, Processor, Refusal, codec::uk};
use moa_bank_registry::{Limits, Operation, Route};
use moa_kernel::{ClientId, ConsentId};
use tokio::time::Instant;
use tracing::{error, info};

use crate::explain;
use crate::intake::{Credential, Facts, Gathered, form, gather};
use crate::interaction::Interaction;
use crate::limits::headers::put_retry_after;
use crate::once::{self, Kept, Turn, Writer};
use crate::parts::GatewayParts;
use crate::policy::Denial;
use crate::stack::Inside;
use crate::trail::Trail;
use crate::watch::Sight;
use crate::{policy, refusal};

/// Answers one request, on the route it was found to mean when it came in, and leaves what happened to it on the answer.
pub(crate) async fn handle(
    inside: &Inside,
    interaction: &Interaction,
    route: Route,
    request: Request<Body>,
) -> Response<Body> {
    let mut trail = Trail::default();
    let mut response = walk(inside, interaction, route, request, &mut trail).await;
    response.extensions_mut().insert(Arc::new(trail));
    response
}

async fn walk(
    inside: &Inside,
    interaction: &Interaction,
    route: Route,
    request: Request<Body>,
    trail: &mut Trail,
) -> Response<Body> {
    let parts = &inside.parts;
    let (head, body) = request.into_parts();
    let id = interaction.as_str();
    let (api, operation, limits, path_id) = match route {
        Route::Found { api, operation, limits, id } => (api, operation, limits, id),
        Route::OtherMethod { allow, .. } => return refusal::other_method(&allow),
        Route::NoSuchPath { .. } | Route::Nothing => return refusal::not_found(),
        Route::Blocked { reason, .. } => return refusal::blocked(&reason, id),
        Route::Gone { because, .. } => return refusal::gone(&because, id),
    };
    let began = Instant::now();
    let gathered = gather(inside, &head, &api.key().to_string(), &operation, path_id.as_deref()).await;
    trail.facts_took = began.elapsed();
    // The place is held until the answer is there.
    let Ok(Gathered { mut facts, place: _place }) = gathered else {
        trail.sight = Some(Sight::DeadToken);
        trail.refused = Some(explain::of_full_line());
        return refusal::come_later();
    };
    note(trail, &facts);
    let admitted = match policy::admit(&facts, parts.bank.now()) {
        Ok(admitted) => admitted,
        Err(denial) => {
            info!(operation = operation.id, interaction = id, %denial, "refused");
            return denied(denial, &facts, id, trail);
        }
    };
    let of_a_customer = matches!(admitted.entitlement(), Entitlement::Customer(_));
    trail.passed.extend(explain::rules_of_admission(of_a_customer));
    // The form comes after the policy: whether our API takes a body is nothing a stranger has to know.
    if let Err(fault) = form::check_accept(&head.headers).and_then(|()| form::check_headers(&head.headers)) {
        return malformed(fault, id, trail);
    }
    let body = match form::read_body(&head.method, &head.headers, body, limits).await {
        Ok((body, measured)) => {
            facts.payload = measured;
            body
        }
        Err(fault) => return malformed(fault, id, trail),
    };
    trail.passed.push(explain::FORM);
    if let Err(denial) = policy::takes(&facts) {
        return too_much(denial, id, trail);
    }
    trail.passed.push(explain::PAYLOAD);
    if let Handler::Platform(PlatformCall::ExplainResponse) = *operation.handler {
        return explained(parts, admitted.entitlement().client(), path_id.as_deref(), id, trail);
    }
    let app = admitted.entitlement().client();
    let writer = if operation.idempotent {
        let Some(key) = once::key(&head.headers) else {
            return malformed(form::FormFault::Header(once::HEADER), id, trail);
        };
        let name = (operation.id.clone(), head.uri.path().to_owned(), key.to_owned());
        match inside.keys.turn(app, name, &body, parts.bank.now()).await {
            Turn::First(writer) => Some(writer),
            Turn::Again(kept) => {
                trail.passed.push(explain::ONCE);
                return respond(kept.into(), &operation, limits, id, trail);
            }
            Turn::OtherBody => return malformed(form::FormFault::KeyReused, id, trail),
            Turn::Full => {
                trail.refused = Some(explain::of_full_memory());
                return refusal::come_later();
            }
        }
    } else {
        None
    };
    let call = ApiCall {
        handler: operation.handler.clone(),
        id: path_id,
        url: format!("{}{}", parts.origin, head.uri.path()),
        query: read_query(head.uri.query()),
        body: body.to_vec(),
        interaction: id.to_owned(),
    };
    let (reply, commands) = answer(&parts.processor, admitted.entitlement(), &call, writer).await;
    trail.commands = commands;
    note_steps(trail, &operation, reply.refusal.as_ref());
    let deletes = matches!(*operation.handler, Handler::Uk(uk::Operation::DeleteConsent));
    if deletes && reply.status.is_success() {
        end_consent(parts, call.id.as_deref()).await;
    }
    respond(reply, &operation, limits, id, trail)
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
) -> (ApiReply, Vec<Command>) {
    let Some(writer) = writer else {
        let journal = Journal::new();
        let reply = processor.answer(entitlement, call, &journal).await;
        return (reply, journal.commands());
    };
    let (processor, entitlement, call) = (processor.clone(), entitlement.clone(), call.clone());
    let asked = tokio::spawn(async move {
        let journal = Journal::new();
        let reply = processor.answer(&entitlement, &call, &journal).await;
        writer.keep(&reply);
        (reply, journal.commands())
    });
    asked.await.unwrap_or_else(|error| {
        error!(%error, "an answer could not be made");
        let ours = Refusal::from(&uk::UkError::Unavailable(error.into()));
        (ApiReply { refusal: Some(ours), ..ApiReply::new(StatusCode::INTERNAL_SERVER_ERROR, None) }, Vec::new())
    })
}

impl From<Kept> for ApiReply {
    fn from(kept: Kept) -> Self {
        Self { refusal: kept.refusal, ..Self::new(kept.status, kept.body.map(|body| body.to_vec())) }
    }
}

/// Whose request it is, as far as its token tells, and how the app stands once it has proved that it is its own.
fn note(trail: &mut Trail, facts: &Facts) {
    if let Credential::Live { token, .. } = &facts.credential {
        trail.app = Some(token.client.clone());
    }
    trail.limits.clone_from(&facts.limits);
}

fn denied(denial: Denial, facts: &Facts, id: &str, trail: &mut Trail) -> Response<Body> {
    let refused = explain::of_denial(denial);
    trail.passed.extend(explain::rules_before(&refused));
    trail.refused = Some(refused);
    trail.sight = denial.sight();
    let mut response = refusal::denied(denial, id);
    let asked_too_much = response.status() == StatusCode::TOO_MANY_REQUESTS;
    let wait = facts.limits.as_ref().and_then(crate::limits::LimitFacts::retry_after);
    if let Some(wait) = wait.filter(|_| asked_too_much) {
        put_retry_after(response.headers_mut(), wait);
    }
    response
}

fn malformed(fault: form::FormFault, id: &str, trail: &mut Trail) -> Response<Body> {
    trail.refused = Some(explain::of_fault(fault));
    refusal::malformed(fault, id)
}

/// Answers an app that may ask, and brings more than its API takes.
fn too_much(denial: Denial, id: &str, trail: &mut Trail) -> Response<Body> {
    trail.refused = Some(explain::of_denial(denial));
    trail.sight = denial.sight();
    refusal::denied(denial, id)
}

/// Why an earlier response of this app was what it was. Another app's is answered like one that never was.
fn explained(
    parts: &GatewayParts,
    app: &ClientId,
    interaction: Option<&str>,
    id: &str,
    trail: &mut Trail,
) -> Response<Body> {
    let found = interaction.and_then(|interaction| parts.explanations.find(app, interaction));
    let Some(found) = found else {
        trail.refused = Some(explain::of_refusal(Refusal::from(&uk::UkError::NotFound)));
        return refusal::not_found();
    };
    trail.passed.push(Refusal::RESOURCE);
    match serde_json::to_vec(&*found) {
        Ok(body) => refusal::json(StatusCode::OK, body),
        Err(error) => {
            error!(%error, "an explanation could not be written");
            refusal::our_fault(id)
        }
    }
}

/// Puts HTTP around a reply. One that is larger than its API gives is a fault of ours.
fn respond(reply: ApiReply, operation: &Operation, limits: Limits, id: &str, trail: &mut Trail) -> Response<Body> {
    trail.refused = reply.refusal.map(explain::of_refusal);
    let bytes_max = usize::try_from(limits.answer_bytes_max).unwrap_or(usize::MAX);
    let mut response = match reply.body {
        Some(body) if reply.status.is_success() && body.len() > bytes_max => {
            error!(
                operation = operation.id,
                interaction = id,
                bytes = body.len(),
                "an answer is larger than its limit"
            );
            trail.refused = Some(explain::of_large_answer());
            refusal::our_fault(id)
        }
        Some(body) => refusal::json(reply.status, body),
        None => refusal::bare(reply.status),
    };
    if response.status().is_success() {
        trail.passed.push(explain::ANSWER);
    }
    if let Some(wait) = reply.retry_after.filter(|_| response.status() != StatusCode::INTERNAL_SERVER_ERROR) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs()));
    }
    response
}

async fn end_consent(parts: &GatewayParts, id: Option<&str>) {
    if let Some(consent) = id.and_then(|id| ConsentId::new(id).ok()) {
        parts.tokens.consent_ended(&consent).await;
    }
}

fn read_query(query: Option<&str>) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}
