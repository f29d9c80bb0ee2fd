//! An input that is ignored from now on still changes what a request means.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.no-input-is-dropped",
    sentence: "nothing that callers send, or leave out, loses its meaning",
    clause: "decision 18; oasdiff: request-property-removed",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[Rule::InputRemoved, Rule::InputMediaTypeRemoved, Rule::InputDefaultChanged];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
