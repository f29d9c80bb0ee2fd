//! Breaking is a property of the contract: it counts even if the server still forgives the absence.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.no-new-input-is-required",
    sentence: "nothing has to be sent that could be left out before",
    clause: "oasdiff #1110: a newly required input breaks callers",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[Rule::RequiredInputAdded, Rule::InputBecameRequired];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
