//! Puts HTTP around what was decided, and notes on the trail why it is a no.

use axum::body::Body;
use http::{HeaderValue, Response, StatusCode, header};
use moa_bank_processing::codec::uk;
use moa_bank_processing::{ApiReply, Refusal};
use moa_bank_registry::{Limits, Operation};
use moa_kernel::ClientId;
use serde::Serialize;
use tracing::error;

use super::Early;
use crate::explain::Explanation;
use crate::intake::{Facts, form};
use crate::limits::LimitFacts;
use crate::limits::headers::put_retry_after;
use crate::parts::GatewayParts;
use crate::policy::Denial;
use crate::trail::Trail;
use crate::{explain, refusal};

/// Refused by the policy.
pub(super) fn denied(denial: Denial, facts: &Facts, id: &str, trail: &mut Trail) -> Early {
    let refused = explain::of_denial(denial);
    trail.passed.extend(explain::rules_before(&refused));
    trail.refused = Some(refused);
    trail.sight = denial.sight();
    let mut response = refusal::denied(denial, id);
    let asked_too_much = response.status() == StatusCode::TOO_MANY_REQUESTS;
    let wait = facts.limits.as_ref().and_then(LimitFacts::retry_after);
    if let Some(wait) = wait.filter(|_| asked_too_much) {
        put_retry_after(response.headers_mut(), wait);
    }
    Box::new(response)
}

/// Refused for its form.
pub(super) fn malformed(fault: form::FormFault, id: &str, trail: &mut Trail) -> Early {
    trail.refused = Some(explain::of_fault(fault));
    Box::new(refusal::malformed(fault, id))
}

/// Answers an app that may ask, and brings more than its API takes.
pub(super) fn too_much(denial: Denial, id: &str, trail: &mut Trail) -> Early {
    trail.refused = Some(explain::of_denial(denial));
    trail.sight = denial.sight();
    Box::new(refusal::denied(denial, id))
}

/// The newest answer under an id, and those before it: an answer that was told alone is told as it always was.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    newest: &'a Explanation,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    earlier: &'a [&'a Explanation],
}

/// Why the responses of this app under an id were what they were. Another app's are answered like those that never were.
pub(super) fn explained(
    parts: &GatewayParts,
    app: &ClientId,
    interaction: Option<&str>,
    id: &str,
    trail: &mut Trail,
) -> Response<Body> {
    let found = interaction.map(|interaction| parts.explanations.of_app(app, interaction)).unwrap_or_default();
    let found: Vec<&Explanation> = found.iter().map(|one| &**one).collect();
    let Some((newest, earlier)) = found.split_last() else {
        trail.refused = Some(explain::of_refusal(Refusal::from(&uk::UkError::NotFound)));
        return refusal::not_found();
    };
    trail.passed.push(Refusal::RESOURCE);
    match serde_json::to_vec(&Told { newest, earlier }) {
        Ok(body) => refusal::json(StatusCode::OK, body),
        Err(error) => {
            error!(%error, "an explanation could not be written");
            refusal::our_fault(id)
        }
    }
}

/// Puts HTTP around a reply. One that is larger than its API gives is a fault of ours.
pub(super) fn respond(
    reply: ApiReply,
    operation: &Operation,
    limits: Limits,
    id: &str,
    trail: &mut Trail,
) -> Response<Body> {
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
