//! A schema that cannot be compiled judges nothing, and every check that relies on it would pass.

use std::collections::BTreeSet;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::contract::{Documented, Place, Schema};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.schemas-can-judge",
    sentence: "every schema is one: a validator can be made of it",
    clause: "OpenAPI 3.0.3 §4.7.24",
    plan: Plan::Fit,
};

pub(crate) fn run(subject: &Subject) -> Verdict {
    let document = subject.document();
    let (mut findings, mut seen) = (Vec::new(), BTreeSet::new());
    let operations = document.operations();
    let used = operations.iter().flat_map(schemas);
    let listed = document.root().get("components").and_then(|components| components.get("schemas"));
    let listed: Vec<_> = listed.iter().flat_map(|schemas| schemas.members().collect::<Vec<_>>()).collect();
    for (at, place) in used.chain(listed.into_iter().map(|(name, place)| (format!("schema {name}"), place))) {
        // What is referred to from many places is one schema. A broken reference stands for itself.
        let meant = document.resolved(place.clone()).map_or_else(|| place.pointer.clone(), |meant| meant.pointer);
        if !seen.insert(meant) {
            continue;
        }
        if let Err(error) = Schema::compile(document, &place) {
            findings.push(Finding::of(
                &CHECK,
                format!("{at} at #{}", place.pointer),
                error.to_string(),
                "mend the schema",
            ));
        }
    }
    Verdict::of(findings)
}

/// Every schema that an operation uses by itself, and where.
fn schemas<'a>(operation: &Documented<'a>) -> Vec<(String, Place<'a>)> {
    let name = operation.name();
    let mut found: Vec<_> = operation
        .inputs()
        .iter()
        .filter_map(|input| Some((format!("{name}, {}", input.label()), input.schema()?)))
        .collect();
    let body = operation.body().map(|body| ("body".to_owned(), body));
    let answers = operation.answers();
    for (status, answer) in &answers {
        for (header, place) in operation.headers(answer) {
            found.extend(place.get("schema").map(|schema| (format!("{name}, {status} header {header}"), schema)));
        }
    }
    let holders = body.into_iter().chain(answers.into_iter().map(|(status, answer)| (status.to_owned(), answer)));
    for (label, holder) in holders {
        let Some(kinds) = holder.get("content") else { continue };
        for (kind, place) in kinds.members() {
            found.extend(place.get("schema").map(|schema| (format!("{name}, {label} as {kind}"), schema)));
        }
    }
    found
}
