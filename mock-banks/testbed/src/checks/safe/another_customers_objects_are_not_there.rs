//! What belongs to somebody else is answered exactly like what does not exist. A difference, even in words, would tell a
//! stranger which numbers are worth trying.

use serde_json::Value;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::lab::{Answer, App, Lab, LabEnd, parameter};

pub(crate) const CHECK: Check = Check {
    id: "safe.another-customers-objects-are-not-there",
    sentence: "what belongs to another customer or app is answered like what does not exist",
    clause: "OWASP API1:2023; X.1149 §8.1.1, §8.1.22",
    plan: Plan::Safe,
};

const REMEDY: &str = "look for it among what the consent covers, and nowhere else; answer both in the same words";

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let mut findings = Vec::new();
    let mut asked = false;
    for operation in lab.operations() {
        let theirs = match parameter(operation) {
            Some("AccountId") => lab.twin.canary_accounts.first().map(|account| account.id.to_string()),
            // A consent that another app asked for, or a request that it made.
            Some(_) => Some(lab.id_in_path(operation, App::Other).await?),
            None => None,
        };
        let Some(theirs) = theirs else { continue };
        asked = true;
        let nobodys: String = theirs.chars().map(|c| if c.is_ascii_alphanumeric() { '0' } else { c }).collect();
        let token = lab.rightful_token(operation, App::Own).await?;
        let ask = lab.ask(operation, token.clone(), &theirs).but("for what belongs to somebody else");
        let not_theirs = lab.send(ask).await?;
        let not_there = lab.send(lab.ask(operation, token, &nobodys).but("for what does not exist")).await?;
        findings.extend(not_theirs.must_be_refused(&CHECK, REMEDY));
        if shape(&not_theirs, &theirs) != shape(&not_there, &nobodys) {
            let (one, other) = (not_theirs.status.as_u16(), not_there.status.as_u16());
            let problem = format!("it is answered with {one}, what does not exist with {other}, or in other words");
            findings.push(Finding::of(&CHECK, &not_theirs.asked, problem, REMEDY));
        }
    }
    if asked {
        Ok(Verdict::of(findings))
    } else {
        Ok(Verdict::NotApplicable("no operation names an account, a consent or a request in its path".to_owned()))
    }
}

/// What a caller can tell two refusals apart by: everything but the request's own id and what it asked for.
fn shape(answer: &Answer, asked_for: &str) -> (u16, Option<String>, String) {
    let mut body = answer.json().unwrap_or(Value::Null);
    if let Some(id) = body.get_mut("Id") {
        *id = Value::Null;
    }
    let kind = answer.header("content-type").map(str::to_owned);
    (answer.status.as_u16(), kind, body.to_string().replace(asked_for, "…"))
}
