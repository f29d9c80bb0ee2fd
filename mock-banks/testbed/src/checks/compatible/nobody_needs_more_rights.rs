//! A consent a customer gave yesterday is enough tomorrow.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.nobody-needs-more-rights",
    sentence: "nobody needs another scope, token or permission than before",
    clause: "RFC 6749 §3.3; FAPI 2.0 Security Profile §5.3",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[Rule::SecurityTightened, Rule::PermissionsTightened];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
