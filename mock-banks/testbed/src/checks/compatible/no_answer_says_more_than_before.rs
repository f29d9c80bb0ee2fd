//! Answers may narrow and never widen. New fields are no widening: the platform asks apps to skip what they do not know.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.no-answer-says-more-than-before",
    sentence: "no field has values that it could not have before",
    clause: "oasdiff #1110; JSON Schema Validation §6",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[
    Rule::AnswerTypeWidened,
    Rule::AnswerMayBeNull,
    Rule::AnswerValuesWidened,
    Rule::AnswerRangeWidened,
    Rule::AnswerFormWidened,
    Rule::AnswerAlternativeAdded,
];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
