//! A path takes the methods that are described and says which those are; a body comes as JSON, and so does an answer.

use std::collections::BTreeSet;

use http::Method;
use moa_bank_registry::Operation;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::lab::{Ask, Lab, LabEnd};

pub(crate) const CHECK: Check = Check {
    id: "safe.wrong-methods-and-types-are-refused",
    sentence: "methods that are not described and types other than JSON are refused",
    clause: "RFC 9110 §15.5.6, §15.5.7, §15.5.16",
    plan: Plan::Safe,
};

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        findings.extend(methods(lab, operation).await?);
        let html = lab.good(operation).await?.but("wanting HTML").with_header("accept", "text/html");
        findings.extend(lab.send(html).await?.must_be(&CHECK, &[406], "answer in JSON or not at all"));
        if lab.good(operation).await?.body.is_none() {
            continue;
        }
        for kind in ["text/plain", "application/xml", "application/x-www-form-urlencoded"] {
            let ask =
                lab.good(operation).await?.but(&format!("with a body of {kind}")).with_header("content-type", kind);
            findings.extend(lab.send(ask).await?.must_be(&CHECK, &[415, 400], "take JSON and nothing else"));
        }
        let broken = lab.good(operation).await?.but("with a body that is no JSON").with_body(b"{\"a\": ".to_vec());
        findings.extend(lab.send(broken).await?.must_be(&CHECK, &[400], "refuse what cannot be read"));
    }
    Ok(Verdict::of(findings))
}

async fn methods(lab: &Lab, operation: &Operation) -> Result<Vec<Finding>, LabEnd> {
    let same_path = |other: &&Operation| crate::contract::same_path(&other.path, &operation.path);
    let described: BTreeSet<&str> =
        lab.operations().iter().filter(same_path).map(|other| other.method.as_str()).collect();
    let mut findings = Vec::new();
    for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::TRACE] {
        if described.contains(method.as_str()) {
            continue;
        }
        let ask = lab.good(operation).await?.but(&format!("asked with {method}"));
        let answer = lab.send(Ask { method, ..ask }).await?;
        findings.extend(answer.must_be(&CHECK, &[405], "refuse the method, and say in Allow which ones there are"));
        let allow: BTreeSet<&str> = answer.header("allow").unwrap_or_default().split(", ").collect();
        if answer.status.as_u16() == 405 && !described.is_subset(&allow) {
            let problem = format!("Allow says {allow:?}, and the path takes {described:?}");
            findings.push(Finding::of(&CHECK, &answer.asked, problem, "list the methods of the path in Allow"));
        }
    }
    Ok(findings)
}
