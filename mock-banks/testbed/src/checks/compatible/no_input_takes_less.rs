//! Inputs may widen and never narrow: types, values, ranges, patterns, formats, alternatives.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.no-input-takes-less",
    sentence: "everything that was taken is still taken",
    clause: "JSON Schema Validation §6; decision 18",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[
    Rule::InputTypeNarrowed,
    Rule::InputNullRefused,
    Rule::InputValuesNarrowed,
    Rule::InputRangeNarrowed,
    Rule::InputFormNarrowed,
    Rule::InputClosed,
    Rule::InputAlternativeRemoved,
];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
