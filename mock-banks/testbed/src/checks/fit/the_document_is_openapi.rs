//! The document has the structure that the OpenAPI Specification gives it.
//!
//! Documents of 3.0 are read by a parser of that version; of 3.1 documents only the frame is looked at here, and their
//! schemas by [`schemas_can_judge`](super::schemas_can_judge).

use serde_json::Value;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::contract::{Dialect, Document};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.the-document-is-openapi",
    sentence: "the document is OpenAPI 3, as a parser reads it",
    clause: "OpenAPI 3.0.3 §4.7, 3.1.0 §4.8",
    plan: Plan::Fit,
};

const REMEDY: &str = "write the document as the OpenAPI Specification says";

pub(crate) fn run(subject: &Subject) -> Verdict {
    let document = subject.document();
    let mut findings = frame(document);
    if Dialect::of(document) == Dialect::Early
        && let Err(error) = serde_json::from_value::<openapiv3::OpenAPI>(subject.candidate.document.clone())
    {
        findings.push(Finding::of(&CHECK, "document", error.to_string(), REMEDY));
    }
    Verdict::of(findings)
}

fn frame(document: Document<'_>) -> Vec<Finding> {
    let root = document.root();
    let mut findings = Vec::new();
    let mut unless = |holds: bool, at: &str, problem: &str| {
        if !holds {
            findings.push(Finding::of(&CHECK, at, problem, REMEDY));
        }
    };
    let version = root.text("openapi").unwrap_or_default();
    unless(version.starts_with("3.0.") || version.starts_with("3.1."), "openapi", "it is neither 3.0.x nor 3.1.x");
    for word in ["title", "version"] {
        let said = root.get("info").and_then(|info| info.text(word)).is_some_and(|text| !text.trim().is_empty());
        unless(said, &format!("info.{word}"), "it is missing");
    }
    let paths = root.get("paths").filter(|paths| paths.value.as_object().is_some_and(|paths| !paths.is_empty()));
    unless(paths.is_some(), "paths", "there are none");
    for (path, _) in paths.iter().flat_map(|paths| paths.members().collect::<Vec<_>>()) {
        unless(path.starts_with('/') || path.starts_with("x-"), path, "a path begins with a slash");
    }
    for operation in document.operations() {
        for (status, answer) in operation.answers() {
            let at = format!("{} {status}", operation.name());
            unless(is_status(status), &at, "it is no status: 200, 4XX or default");
            let described = answer.value.get("description").is_some_and(Value::is_string);
            unless(described, &at, "an answer needs a description");
        }
    }
    findings
}

fn is_status(status: &str) -> bool {
    let class = status.bytes().next().is_some_and(|digit| (b'1'..=b'5').contains(&digit));
    let rest = status.get(1..).unwrap_or_default();
    status == "default"
        || (class && (rest == "XX" || (rest.len() == 2 && rest.bytes().all(|digit| digit.is_ascii_digit()))))
}
