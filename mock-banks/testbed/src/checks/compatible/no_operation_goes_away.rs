//! Who called it yesterday calls it tomorrow; generated clients are named after the operationId.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.no-operation-goes-away",
    sentence: "no operation goes away or changes its name",
    clause: "field study 3.5 (a contract, not a runtime)",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[Rule::OperationRemoved, Rule::OperationRenamed];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
