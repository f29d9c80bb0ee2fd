//! Bodies and answers that were small enough are small enough.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.no-limit-falls",
    sentence: "no limit falls and a repeated request stays harmless",
    clause: "Semantic Versioning 2.0.0 §8; RFC 9110 §9.2.2",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[Rule::LimitLowered, Rule::NoLongerIdempotent];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
