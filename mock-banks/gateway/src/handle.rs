//! One request, from route to reply: the line of travel that the crate's page draws.

use axum::body::Body;
use http::{HeaderValue, Request, Response, header};
use moa_bank_processing::port::Journal;
use moa_bank_processing::{ApiCall, Handler, codec::uk};
use moa_kernel::ConsentId;
use tracing::{debug, info};

use crate::intake::{form, gather};
use crate::interaction::Interaction;
use crate::parts::GatewayParts;
use crate::route::{self, Route};
use crate::{policy, refusal};

/// Answers one request.
pub(crate) async fn handle(parts: &GatewayParts, interaction: &Interaction, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let id = interaction.as_str();
    let path = head.uri.path().strip_prefix(uk::BASE_PATH).unwrap_or_default().to_owned();
    let (operation, path_id) = match route::find(parts.operations, &head.method, &path) {
        Route::Found { operation, id } => (operation, id),
        Route::OtherMethod { allow } => return refusal::other_method(&allow),
        Route::Nothing => return refusal::not_found(),
    };
    let facts = gather(parts, &head, operation, path_id).await;
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
    let body = match form::read_body(&head.method, &head.headers, body).await {
        Ok(body) => body,
        Err(fault) => return refusal::malformed(fault, id),
    };
    let call = ApiCall {
        handler: Handler::Uk(operation.call).into(),
        id: path_id.map(str::to_owned),
        url: format!("{}{}", parts.origin, head.uri.path()),
        query: read_query(head.uri.query()),
        body: body.to_vec(),
        interaction: id.to_owned(),
    };
    let journal = Journal::new();
    let reply = parts.processor.answer(admitted.entitlement(), &call, &journal).await;
    if operation.call == uk::Operation::DeleteConsent && reply.status.is_success() {
        end_consent(parts, path_id).await;
    }
    debug!(operation = operation.id, interaction = id, status = reply.status.as_u16(), "answered");
    let retry_after = reply.retry_after;
    let mut response = match reply.body {
        Some(body) => refusal::json(reply.status, body),
        None => refusal::bare(reply.status),
    };
    if let Some(wait) = retry_after {
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
