//! What is described is served and what is served is described, under the same name. A document that promises more would
//! have apps call into nothing; one that promises less would leave an operation that no check looks at.

use crate::check::{Check, Finding, Plan, Verdict};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.document-and-definition-name-the-same-operations",
    sentence: "the document describes exactly the operations that are served",
    clause: "OpenAPI 3.0.3 §4.7.8",
    plan: Plan::Fit,
};

pub(crate) fn run(subject: &Subject) -> Verdict {
    let described = subject.document().operations();
    let served = &subject.candidate.operations;
    let mut findings = Vec::new();
    for operation in &described {
        match served.iter().find(|row| row.method == operation.method && row.path == operation.path) {
            None => {
                let problem = "it is described and nothing serves it";
                findings.push(Finding::of(
                    &CHECK,
                    operation.name(),
                    problem,
                    "serve it, or take it out of the document",
                ));
            }
            Some(row) if operation.id() != Some(&row.id) => {
                let problem = format!(
                    "the document calls it {} and the definition {}",
                    operation.id().unwrap_or("nothing"),
                    row.id
                );
                findings.push(Finding::of(&CHECK, operation.name(), problem, "give both the same name"));
            }
            Some(_) => {}
        }
    }
    for row in served {
        if !described.iter().any(|operation| row.method == operation.method && row.path == operation.path) {
            let at = format!("{} {}", row.method, row.path);
            findings.push(Finding::of(&CHECK, at, "it is served and not described", "describe it, or do not serve it"));
        }
    }
    Verdict::of(findings)
}
