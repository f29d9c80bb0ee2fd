//! A refusal is an answer too: its status, its headers and the error body are what the document says.

use moa_bank_registry::Operation;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::generate;
use crate::lab::{App, Ask, Lab, LabEnd, Proof, documented, parameter};

pub(crate) const CHECK: Check = Check {
    id: "fit.refusals-match-the-document",
    sentence: "wrong requests are refused in the words of the document",
    clause: "Open Banking UK Read/Write v4.0, HTTP status codes; OpenAPI 3.0.3 §4.7.16",
    plan: Plan::Fit,
};

const REMEDY: &str = "mend what answers, or the document";

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        for ask in wrong(lab, operation).await? {
            let Some(answer) = lab.send_if_possible(ask).await? else { continue };
            findings.extend(answer.must_not_break(&CHECK));
            for fault in lab.judge.faults(operation, &answer) {
                findings.push(Finding::of(&CHECK, &answer.asked, fault, REMEDY));
            }
        }
    }
    Ok(Verdict::of(findings))
}

async fn wrong(lab: &Lab, operation: &Operation) -> Result<Vec<Ask>, LabEnd> {
    let good = lab.good(operation).await?;
    let other_scope = lab.twin.token(App::Own, "something-else", lab.kind(operation, App::Own).await?);
    let mut asks = vec![
        Ask { token: None, proof: Proof::Missing, ..good.clone().but("without a token") },
        Ask { proof: Proof::Missing, ..good.clone().but("without a proof") },
        Ask { token: Some(other_scope), ..good.clone().but("with another scope") },
        lab.good(operation).await?.but("wanting HTML").with_header("accept", "text/html"),
    ];
    if parameter(operation).is_some() {
        let token = lab.rightful_token(operation, App::Own).await?;
        asks.push(lab.ask(operation, token, "not-there").but("for something that is not there"));
    }
    asks.extend(wrong_inputs(lab, operation).await?);
    Ok(asks)
}

async fn wrong_inputs(lab: &Lab, operation: &Operation) -> Result<Vec<Ask>, LabEnd> {
    let document = lab.subject.document();
    let Some(described) = documented(document, operation) else { return Ok(Vec::new()) };
    let mut asks = Vec::new();
    for input in described.inputs().iter().filter(|input| input.within == "query") {
        let seed = generate::seed_of(lab.seed, &[&described.name(), input.name, "wrong"]);
        for value in generate::values(document, input, seed).bad {
            let text = generate::written(&value);
            let ask = lab.good(operation).await?.but(&format!("with {} {text:?}", input.label()));
            asks.push(ask.with_query(input.name, &text));
        }
    }
    let kind = described.body().and_then(|body| body.get("content")).and_then(|kinds| kinds.get("application/json"));
    for body in kind.iter().flat_map(|kind| generate::bodies(document, kind, lab.seed).bad) {
        let body = serde_json::to_vec(&body).unwrap_or_default();
        asks.push(lab.good(operation).await?.but("with a wrong body").with_body(body));
    }
    if kind.is_some() {
        let ask = lab.good(operation).await?.but("with a body of another type");
        asks.push(ask.with_body(b"<a/>".to_vec()).with_header("content-type", "application/xml"));
    }
    Ok(asks)
}
