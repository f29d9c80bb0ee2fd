//! Callers hold the address. A minor version takes over in the same place, and is newer.

use crate::check::{Check, Plan, Verdict};
use crate::diff::Rule;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "compatible.the-address-stays-and-the-version-goes-on",
    sentence: "the address stays and the version goes on",
    clause: "Semantic Versioning 2.0.0 §7, §8; RFC 9110 §4.2",
    plan: Plan::Compatible,
};

/// The rules that break this promise.
pub(crate) const RULES: &[Rule] = &[Rule::AddressChanged, Rule::VersionNotAfter];

pub(crate) fn run(subject: &Subject) -> Verdict {
    subject.keeps(&CHECK, RULES)
}
