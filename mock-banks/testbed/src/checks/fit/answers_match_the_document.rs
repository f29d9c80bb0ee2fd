//! The live handler is asked with inputs made from the document, on the edges and in the middle, and each of its answers is
//! held against what the document says of that status. A recipe has nothing but its document to say what it takes, so what
//! the document allows it has to answer; a standard's text narrows what its document allows, as it does for dates.

use moa_bank_processing::Handler;
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
const LESS: &str = "take all that the document allows, or have the document allow less";
const ANSWERED: &[u16] = &[200, 201, 202, 204];

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        let answer = lab.send(lab.good(operation).await?).await?;
        findings.extend(answer.must_be(&CHECK, ANSWERED, "a request with all that is required has to succeed"));
        findings.extend(faults(lab, operation, &answer));
        for variant in variants(lab, operation).await? {
            let promised = is_promised(operation, &variant);
            if let Some(answer) = lab.send_if_possible(variant.ask).await? {
                findings.extend(answer.must_not_break(&CHECK));
                let refused = answer.status.is_client_error() && promised;
                findings.extend(refused.then(|| answer.must_be(&CHECK, ANSWERED, LESS)).flatten());
                findings.extend(faults(lab, operation, &answer));
            }
        }
    }
    Ok(Verdict::of(findings))
}

/// Whether a variant has to be answered. The `x-fapi-` headers are read by the platform, which narrows them as the standard
/// does; and nobody is asked to write a pattern against control characters, which no recipe takes.
fn is_promised(operation: &Operation, variant: &Variant) -> bool {
    let plain = variant.ask.query.iter().all(|(_, text)| !text.contains(char::is_control));
    matches!(&*operation.handler, Handler::Recipe(_)) && variant.within != "header" && plain
}

/// A good request with one input at another good value.
struct Variant {
    ask: Ask,
    /// Where that input stands.
    within: &'static str,
}

fn faults(lab: &Lab, operation: &Operation, answer: &crate::lab::Answer) -> Vec<Finding> {
    lab.judge
        .faults(operation, answer)
        .into_iter()
        .map(|fault| Finding::of(&CHECK, &answer.asked, fault, REMEDY))
        .collect()
}

/// The good request with each of its inputs at each good value, one at a time.
async fn variants(lab: &Lab, operation: &Operation) -> Result<Vec<Variant>, LabEnd> {
    let document = lab.subject.document();
    let Some(described) = documented(document, operation) else { return Ok(Vec::new()) };
    let mut asks = Vec::new();
    if parameter(operation) == Some("AccountId") {
        let token = lab.rightful_token(operation, App::Own).await?;
        for account in &lab.twin.accounts {
            let ask = lab.ask(operation, token.clone(), account.id.as_str());
            asks.push(Variant { ask: ask.but(&format!("for a {:?} account", account.kind)), within: "path" });
        }
    }
    for input in described.inputs() {
        let seed = generate::seed_of(lab.seed, &[&described.name(), input.name, "variants"]);
        for value in generate::values(document, &input, seed).good {
            let text = generate::written(&value);
            let ask = lab.good(operation).await?.but(&format!("with {} {text:?}", input.label()));
            match input.within {
                "query" => asks.push(Variant { ask: ask.with_query(input.name, &text), within: "query" }),
                "header" if !lab_owns(input.name) => {
                    asks.push(Variant { ask: ask.with_header(input.name, &text), within: "header" });
                }
                _ => {}
            }
        }
    }
    let kind = described.body().and_then(|body| body.get("content")).and_then(|kinds| kinds.get("application/json"));
    for body in kind.iter().flat_map(|kind| generate::bodies(document, kind, lab.seed).good) {
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let ask = lab.good(operation).await?.but("with another body").with_body(body);
        asks.push(Variant { ask, within: "body" });
    }
    Ok(asks)
}

/// Headers whose values are the lab's business, or that say what this check is not about.
fn lab_owns(name: &str) -> bool {
    ["authorization", "dpop", "x-fapi-interaction-id", "content-type", "accept", "x-idempotency-key"]
        .iter()
        .any(|own| header_is(own, name))
}
