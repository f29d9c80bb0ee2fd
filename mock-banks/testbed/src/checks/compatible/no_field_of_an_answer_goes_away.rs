//! Optional fields count as well: somebody reads them.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.no-field-of-an-answer-goes-away",
    sentence: "every field of an answer still comes",
    clause: "decision 18; oasdiff: response-property-removed",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[Rule::AnswerFieldRemoved];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
