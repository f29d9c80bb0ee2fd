//! What the platform's gateway answers on every operation stands in its document too: how a request is refused is part of
//! the contract, and the error body has one shape on the whole platform.

use crate::check::{Check, Finding, Plan, Verdict};
use crate::contract::{Document, Documented, Place, Shape};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.refusals-are-described",
    sentence: "every operation describes the platform's refusals, with the standard's error body",
    clause: "Open Banking UK Read/Write v4.0, HTTP status codes, OBErrorResponse1",
    plan: Plan::Fit,
};

/// What the gateway may answer to any request, and whether a body comes with it.
const REFUSALS: &[(u16, bool)] =
    &[(400, true), (401, false), (403, true), (405, false), (406, false), (429, false), (500, true)];
/// And to one that has a body.
const REFUSALS_OF_BODIES: &[(u16, bool)] = &[(415, false)];

pub(crate) fn run(subject: &Subject) -> Verdict {
    let document = subject.document();
    let mut findings = Vec::new();
    for operation in document.operations() {
        let of_bodies = if operation.body().is_some() { REFUSALS_OF_BODIES } else { &[] };
        for (status, with_body) in REFUSALS.iter().chain(of_bodies) {
            if let Some(problem) = fault(document, &operation, *status, *with_body) {
                let at = format!("{}, {status}", operation.name());
                findings.push(Finding::of(
                    &CHECK,
                    at,
                    problem,
                    "describe it as mock-banks/examples/spending-1.0.json does (docs/custom-apis.md, The document)",
                ));
            }
        }
    }
    Verdict::of(findings)
}

fn fault(document: Document<'_>, operation: &Documented<'_>, status: u16, with_body: bool) -> Option<&'static str> {
    let Some(answer) = operation.answer(status) else {
        return Some("the platform answers this, and it is not described");
    };
    if with_body && !has_error_shape(document, &answer) {
        return Some("the body is not described as {Id, Errors: [{ErrorCode, …}]} in application/json");
    }
    None
}

fn has_error_shape(document: Document<'_>, answer: &Place<'_>) -> bool {
    let schema =
        answer.get("content").and_then(|kinds| kinds.get("application/json")).and_then(|kind| kind.get("schema"));
    let Some(schema) = schema else { return false };
    let errors = Shape::of(document, &schema).properties.get("Errors").map(|errors| Shape::of(document, errors));
    let item = errors.and_then(|errors| errors.items).map(|item| Shape::of(document, &item));
    item.is_some_and(|item| item.properties.contains_key("ErrorCode"))
}
