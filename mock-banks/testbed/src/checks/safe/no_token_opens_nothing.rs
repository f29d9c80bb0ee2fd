//! Whoever brings nothing gets nothing, and learns only that a token is wanted.

use crate::check::{Check, Finding, Plan, Verdict};
use crate::lab::{Ask, Lab, LabEnd, Proof};

pub(crate) const CHECK: Check = Check {
    id: "safe.no-token-opens-nothing",
    sentence: "without a token no operation is answered",
    clause: "RFC 6750 §3; X.1149 §8.1.22",
    plan: Plan::Safe,
};

const REMEDY: &str = "ask for a token on every operation";

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    for operation in lab.operations() {
        let ask = lab.good(operation).await?.but("without a token");
        let answer = lab.send(Ask { token: None, proof: Proof::Missing, ..ask }).await?;
        findings.extend(answer.must_be(&CHECK, &[401], REMEDY));
        let challenged = answer.header("www-authenticate").is_some_and(|challenge| challenge.starts_with("DPoP"));
        if answer.status.as_u16() == 401 && !challenged {
            let problem = "the refusal does not say what is wanted (WWW-Authenticate: DPoP)";
            findings.push(Finding::of(&CHECK, &answer.asked, problem, REMEDY));
        }
    }
    Ok(Verdict::of(findings))
}
