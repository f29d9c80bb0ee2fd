//! No operation is described as open, and each is described with the token that the gateway will ask for: OAuth 2.0, the
//! app's own token or a customer's, with the scope of the definition.

use moa_bank_registry::{Grant, Operation};
use serde_json::Value;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::contract::{Document, Documented, Place};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.every-operation-asks-for-the-platforms-security",
    sentence: "every operation asks for the token, flow and scope that the gateway asks for",
    clause: "FAPI 2.0 Security Profile §5.3; X.1149 §8.1.22",
    plan: Plan::Fit,
};

pub(crate) fn run(subject: &Subject) -> Verdict {
    let document = subject.document();
    let mut findings = Vec::new();
    for operation in document.operations() {
        let Some(row) = subject
            .candidate
            .operations
            .iter()
            .find(|row| row.method == operation.method && row.path == operation.path)
        else {
            continue;
        };
        if let Err(problem) = asks(document, &operation, row) {
            let remedy =
                format!("ask for an oauth2 scheme with the flow {} and the scope {}", flow(row.grant), row.scope);
            findings.push(Finding::of(&CHECK, operation.name(), problem, &remedy));
        }
    }
    Verdict::of(findings)
}

fn flow(grant: Grant) -> &'static str {
    match grant {
        Grant::App => "clientCredentials",
        Grant::Customer => "authorizationCode",
    }
}

fn asks(document: Document<'_>, operation: &Documented<'_>, row: &Operation) -> Result<(), String> {
    let Some(security) = operation.security() else {
        return Err("it asks for nothing: it would be open to all".to_owned());
    };
    let ways: Vec<_> = security.elements().collect();
    if ways.is_empty() || ways.iter().any(|way| way.value.as_object().is_none_or(serde_json::Map::is_empty)) {
        return Err("it may be called with nothing: it would be open to all".to_owned());
    }
    let fits = ways.iter().all(|way| way.members().any(|(name, scopes)| scheme_fits(document, name, &scopes, row)));
    if fits {
        Ok(())
    } else {
        Err(format!("no scheme it asks for is oauth2 with the flow {} and the scope {}", flow(row.grant), row.scope))
    }
}

fn scheme_fits(document: Document<'_>, name: &str, scopes: &Place<'_>, row: &Operation) -> bool {
    let scheme = document.root().get("components").and_then(|it| it.get("securitySchemes")).and_then(|it| it.get(name));
    let Some(scheme) = scheme.and_then(|scheme| document.resolved(scheme)) else { return false };
    let has_flow = scheme.get("flows").is_some_and(|flows| flows.get(flow(row.grant)).is_some());
    let has_scope = scopes.elements().any(|scope| scope.value.as_str() == Some(&row.scope));
    scheme.value.get("type").and_then(Value::as_str) == Some("oauth2") && has_flow && has_scope
}
