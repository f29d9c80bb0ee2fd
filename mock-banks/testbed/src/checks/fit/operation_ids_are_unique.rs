//! Clients, logs and explanations call an operation by its operationId.

use std::collections::BTreeMap;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.operation-ids-are-unique",
    sentence: "every operation has an operationId, and no two have the same",
    clause: "OpenAPI 3.0.3 §4.7.10",
    plan: Plan::Fit,
};

pub(crate) fn run(subject: &Subject) -> Verdict {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    for operation in subject.document().operations() {
        let Some(id) = operation.id() else {
            findings.push(Finding::of(&CHECK, operation.name(), "it has no operationId", "give it one"));
            continue;
        };
        if let Some(other) = seen.insert(id, operation.name()) {
            let problem = format!("{other} is called {id} as well");
            findings.push(Finding::of(&CHECK, operation.name(), problem, "give each operation a name of its own"));
        }
    }
    Verdict::of(findings)
}
