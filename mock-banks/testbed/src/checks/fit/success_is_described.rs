//! An app has to know what it gets when everything goes well.

use crate::check::{Check, Finding, Plan, Verdict};
use crate::contract::{Document, Place};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.success-is-described",
    sentence: "every operation describes its success, in JSON with a schema where it has a body",
    clause: "OpenAPI 3.0.3 §4.7.16; Open Banking UK Read/Write v4.0",
    plan: Plan::Fit,
};

pub(crate) fn run(subject: &Subject) -> Verdict {
    let document = subject.document();
    let mut findings = Vec::new();
    for operation in document.operations() {
        let successes: Vec<_> = operation.answers().into_iter().filter(|(status, _)| status.starts_with('2')).collect();
        if successes.is_empty() {
            findings.push(Finding::of(
                &CHECK,
                operation.name(),
                "it never succeeds",
                "describe the answer to a good request",
            ));
        }
        for (status, answer) in successes.into_iter().filter(|(status, _)| *status != "204") {
            if !has_json(document, &answer) {
                let at = format!("{}, {status}", operation.name());
                let problem = "the answer has no schema for application/json";
                findings.push(Finding::of(&CHECK, at, problem, "describe what the body looks like"));
            }
        }
    }
    Verdict::of(findings)
}

fn has_json(document: Document<'_>, answer: &Place<'_>) -> bool {
    let schema =
        answer.get("content").and_then(|kinds| kinds.get("application/json")).and_then(|kind| kind.get("schema"));
    let Some(schema) = schema.and_then(|schema| document.resolved(schema)) else { return false };
    // A schema that says nothing describes nothing.
    schema.value.as_object().is_some_and(|said| !said.is_empty())
}
