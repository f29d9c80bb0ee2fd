//! `x-fapi-interaction-id` is what an app and a bank talk about afterwards: the app may send it, and every answer has it.

use crate::check::{Check, Finding, Plan, Verdict};
use crate::contract::header_is;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.the-interaction-id-travels",
    sentence: "every operation takes x-fapi-interaction-id, and every answer has it",
    clause: "Open Banking UK Read/Write v4.0, headers; FAPI 1.0 Baseline §6.2.2",
    plan: Plan::Fit,
};

const HEADER: &str = "x-fapi-interaction-id";

pub(crate) fn run(subject: &Subject) -> Verdict {
    let mut findings = Vec::new();
    for operation in subject.document().operations() {
        let takes = operation.inputs().iter().any(|input| input.within == "header" && header_is(input.name, HEADER));
        if !takes {
            let problem = format!("it does not say that it takes {HEADER}");
            findings.push(Finding::of(&CHECK, operation.name(), problem, "describe the header among the parameters"));
        }
        for (status, answer) in operation.answers() {
            if !operation.headers(&answer).iter().any(|(name, _)| header_is(name, HEADER)) {
                let problem = format!("the answer does not say that it has {HEADER}");
                let at = format!("{}, {status}", operation.name());
                findings.push(Finding::of(&CHECK, at, problem, "describe the header among the answer's headers"));
            }
        }
    }
    Verdict::of(findings)
}
