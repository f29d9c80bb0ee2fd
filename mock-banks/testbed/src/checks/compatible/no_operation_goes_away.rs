//! Who called it yesterday calls it tomorrow; generated clients are named after the operationId.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.no-operation-goes-away",
    sentence: "no operation goes away or changes its name",
    clause: "decision 18; oasdiff #1110: breaking is a property of the contract",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[Rule::OperationRemoved, Rule::OperationRenamed];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
