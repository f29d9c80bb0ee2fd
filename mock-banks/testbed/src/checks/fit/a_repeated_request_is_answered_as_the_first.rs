//! Whoever lost an answer asks again, with the same key, and gets it: nothing is done twice.

use moa_bank_registry::Operation;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::lab::{IDEMPOTENCY_KEY, Lab, LabEnd};

pub(crate) const CHECK: Check = Check {
    id: "fit.a-repeated-request-is-answered-as-the-first",
    sentence: "a request that is repeated under its idempotency key is answered as the first was",
    clause: "Open Banking UK Read/Write v4.0, idempotency; X.1149 §8.1.12, §8.1.15",
    plan: Plan::Fit,
};

const REMEDY: &str = "remember what a key was answered with, and hold it to the app, the operation and the body";

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let operations: Vec<&Operation> = lab.operations().iter().filter(|operation| operation.idempotent).collect();
    if operations.is_empty() {
        return Ok(Verdict::NotApplicable("no operation says that it may be repeated".to_owned()));
    }
    let mut findings = Vec::new();
    for operation in operations {
        findings.extend(repeated(lab, operation).await?);
    }
    Ok(Verdict::of(findings))
}

async fn repeated(lab: &Lab, operation: &Operation) -> Result<Vec<Finding>, LabEnd> {
    let ask = lab.good(operation).await?;
    let mut findings = Vec::new();
    let first = lab.send(ask.clone()).await?;
    let again = lab.send(ask.clone().but("once more under its key")).await?;
    if (first.status, &first.body) != (again.status, &again.body) {
        let problem =
            format!("it was answered with {}, and at first with {}, or in other words", again.status, first.status);
        findings.push(Finding::of(&CHECK, &again.asked, problem, REMEDY));
    }
    if let Some(body) = &ask.body {
        let longer = [body.as_slice(), b" "].concat();
        let other = lab.send(ask.clone().but("with another body under the same key").with_body(longer)).await?;
        findings.extend(other.must_be_refused(&CHECK, REMEDY));
    }
    let mut without = lab.good(operation).await?.but("without a key");
    without.headers.retain(|(name, _)| !name.eq_ignore_ascii_case(IDEMPOTENCY_KEY));
    findings.extend(lab.send(without).await?.must_be(&CHECK, &[400], "ask for a key"));
    Ok(findings)
}
