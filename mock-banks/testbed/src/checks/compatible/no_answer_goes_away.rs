//! Statuses of success, media types and headers are promises; refusals may change.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.no-answer-goes-away",
    sentence: "every successful answer still comes, in every form and with its headers",
    clause: "RFC 9110 §15, §8.3",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[Rule::AnswerRemoved, Rule::AnswerMediaTypeRemoved, Rule::AnswerHeaderRemoved];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
