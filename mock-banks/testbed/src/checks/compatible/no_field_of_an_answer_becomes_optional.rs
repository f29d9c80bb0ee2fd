//! Who was promised a field does not look whether it is there.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.no-field-of-an-answer-becomes-optional",
    sentence: "a field that was always there is always there",
    clause: "oasdiff #103: required to optional in a response",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[Rule::AnswerFieldOptional];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
