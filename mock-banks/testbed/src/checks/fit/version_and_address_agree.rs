//! The document, the address and the definition speak of one version.

use serde_json::Value;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.version-and-address-agree",
    sentence: "document, address and definition speak of the same version",
    clause: "Semantic Versioning 2.0.0 §8",
    plan: Plan::Fit,
};

pub(crate) fn run(subject: &Subject) -> Verdict {
    let definition = &subject.candidate;
    let root = subject.document().root();
    let mut findings = Vec::new();
    let said = root.get("info").and_then(|info| info.text("version")).unwrap_or_default();
    let version = definition.version.to_string();
    let rest = said.trim_start_matches('v').strip_prefix(&version);
    if !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('-')) {
        let problem = format!("the document says version {said} and the definition {version}");
        findings.push(Finding::of(&CHECK, "info.version", problem, "write the same version into both"));
    }
    let major = format!("v{}", definition.version.major);
    let names_major = |part: &str| part == major || part.strip_prefix(&major).is_some_and(|rest| rest.starts_with('.'));
    if !definition.base_path.split('/').any(names_major) {
        let problem = format!(
            "{} does not name the major version: two majors could not stand side by side",
            definition.base_path
        );
        findings.push(Finding::of(&CHECK, "base_path", problem, "put the major version into the path, as /v1"));
    }
    for server in root.get("servers").iter().flat_map(|list| list.elements().collect::<Vec<_>>()) {
        let url = server.value.get("url").and_then(Value::as_str).unwrap_or_default();
        if !url.trim_end_matches('/').ends_with(&definition.base_path) {
            let problem =
                format!("the document has the API live at {url} and the definition at {}", definition.base_path);
            findings.push(Finding::of(&CHECK, "servers", problem, "end the server's URL with the base path"));
        }
    }
    Verdict::of(findings)
}
