//! One request, from route to reply: the line of travel that the crate's page draws.

use axum::body::Body;
use http::{HeaderValue, Request, Response, StatusCode, header};
use moa_bank_processing::port::Journal;
use moa_bank_processing::{ApiCall, ApiReply, Handler, codec::uk};
use moa_bank_registry::{Limits, Operation, Route};
use moa_kernel::ConsentId;
use tracing::{debug, error, info};

use crate::intake::{form, gather};
use crate::interaction::Interaction;
use crate::parts::GatewayParts;
use crate::{policy, refusal};

/// Answers one request, on the route it was found to mean when it came in.
pub(crate) async fn handle(
    parts: &GatewayParts,
    interaction: &Interaction,
    route: Route,
    request: Request<Body>,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let id = interaction.as_str();
    let (operation, limits, path_id) = match route {
        Route::Found { operation, limits, id, .. } => (operation, limits, id),
        Route::OtherMethod { allow, .. } => return refusal::other_method(&allow),
        Route::NoSuchPath { .. } | Route::Nothing => return refusal::not_found(),
        Route::Blocked { reason, .. } => return refusal::blocked(&reason, id),
        Route::Gone { because, .. } => return refusal::gone(&because, id),
    };
    let facts = gather(parts, &head, &operation, path_id.as_deref()).await;
    let admitted = match policy::admit(&facts, parts.bank.now()) {
        Ok(admitted) => admitted,
        Err(denial) => {
            info!(operation = operation.id, interaction = id, %denial, "refused");
            return refusal::denied(denial, id);
        }
    };
    // The form comes after the policy: whether our API takes a body is nothing a stranger has to know.
    if let Err(fault) = form::check_accept(&head.headers).and_then(|()| form::check_headers(&head.headers)) {
        return refusal::malformed(fault, id);
    }
    let body = match form::read_body(&head.method, &head.headers, body, limits.body_bytes_max).await {
        Ok(body) => body,
        Err(fault) => return refusal::malformed(fault, id),
    };
    let call = ApiCall {
        handler: operation.handler.clone(),
        id: path_id,
        url: format!("{}{}", parts.origin, head.uri.path()),
        query: read_query(head.uri.query()),
        body: body.to_vec(),
        interaction: id.to_owned(),
    };
    let journal = Journal::new();
    let reply = parts.processor.answer(admitted.entitlement(), &call, &journal).await;
    let deletes = matches!(*operation.handler, Handler::Uk(uk::Operation::DeleteConsent));
    if deletes && reply.status.is_success() {
        end_consent(parts, call.id.as_deref()).await;
    }
    debug!(operation = operation.id, interaction = id, status = reply.status.as_u16(), "answered");
    respond(reply, &operation, limits, id)
}

/// Puts HTTP around a reply. One that is larger than its API gives is a fault of ours.
fn respond(reply: ApiReply, operation: &Operation, limits: Limits, id: &str) -> Response<Body> {
    let bytes_max = usize::try_from(limits.answer_bytes_max).unwrap_or(usize::MAX);
    let mut response = match reply.body {
        Some(body) if reply.status.is_success() && body.len() > bytes_max => {
            error!(
                operation = operation.id,
                interaction = id,
                bytes = body.len(),
                "an answer is larger than its limit"
            );
            refusal::our_fault(id)
        }
        Some(body) => refusal::json(reply.status, body),
        None => refusal::bare(reply.status),
    };
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
