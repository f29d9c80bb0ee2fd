//! The live handler is asked with inputs made from the document, on the edges and in the middle, and each of its answers is
//! held against what the document says of that status.

use moa_bank_registry::Operation;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::contract::header_is;
use crate::generate;
use crate::lab::{App, Ask, Lab, LabEnd, documented, parameter};

pub(crate) const CHECK: Check = Check {
    id: "fit.answers-match-the-document",
    sentence: "good requests are answered, and every answer is what the document says",
    clause: "OpenAPI 3.0.3 §4.7.16",
    plan: Plan::Fit,
};

const REMEDY: &str = "mend what answers, or the document";

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        let answer = lab.send(lab.good(operation).await?).await?;
        findings.extend(answer.must_be(
            &CHECK,
            &[200, 201, 202, 204],
            "a request with all that is required has to succeed",
        ));
        findings.extend(faults(lab, operation, &answer));
        for ask in variants(lab, operation).await? {
            if let Some(answer) = lab.send_if_possible(ask).await? {
                findings.extend(answer.must_not_break(&CHECK));
                findings.extend(faults(lab, operation, &answer));
            }
        }
    }
    Ok(Verdict::of(findings))
}

fn faults(lab: &Lab, operation: &Operation, answer: &crate::lab::Answer) -> Vec<Finding> {
    lab.judge
        .faults(operation, answer)
        .into_iter()
        .map(|fault| Finding::of(&CHECK, &answer.asked, fault, REMEDY))
        .collect()
}

/// The good request with each of its inputs at each good value, one at a time.
async fn variants(lab: &Lab, operation: &Operation) -> Result<Vec<Ask>, LabEnd> {
    let document = lab.subject.document();
    let Some(described) = documented(document, operation) else { return Ok(Vec::new()) };
    let mut asks = Vec::new();
    if parameter(operation) == Some("AccountId") {
        let token = lab.rightful_token(operation, App::Own).await?;
        for account in &lab.twin.accounts {
            let ask = lab.ask(operation, token.clone(), account.id.as_str());
            asks.push(ask.but(&format!("for a {:?} account", account.kind)));
        }
    }
    for input in described.inputs() {
        let seed = generate::seed_of(lab.seed, &[&described.name(), input.name, "variants"]);
        for value in generate::values(document, &input, seed).good {
            let text = generate::written(&value);
            let ask = lab.good(operation).await?.but(&format!("with {} {text:?}", input.label()));
            match input.within {
                "query" => asks.push(ask.with_query(input.name, &text)),
                "header" if !lab_owns(input.name) => asks.push(ask.with_header(input.name, &text)),
                _ => {}
            }
        }
    }
    let kind = described.body().and_then(|body| body.get("content")).and_then(|kinds| kinds.get("application/json"));
    for body in kind.iter().flat_map(|kind| generate::bodies(document, kind, lab.seed).good) {
        let body = serde_json::to_vec(&body).unwrap_or_default();
        asks.push(lab.good(operation).await?.but("with another body").with_body(body));
    }
    Ok(asks)
}

/// Headers whose values are the lab's business, or that say what this check is not about.
fn lab_owns(name: &str) -> bool {
    ["authorization", "dpop", "x-fapi-interaction-id", "content-type", "accept", "x-idempotency-key"]
        .iter()
        .any(|own| header_is(own, name))
}
