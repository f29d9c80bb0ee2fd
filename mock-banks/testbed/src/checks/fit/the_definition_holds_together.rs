//! The registry's own rules, asked again: a definition may have been put together in code.

use crate::check::{Check, Finding, Plan, Verdict};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.the-definition-holds-together",
    sentence: "the definition holds together: names, paths, limits and handlers fit each other",
    clause: "docs/testbed.md",
    plan: Plan::Fit,
};

pub(crate) fn run(subject: &Subject) -> Verdict {
    match subject.candidate.check() {
        Ok(()) => Verdict::Passed,
        Err(faults) => {
            let finding =
                |fault: &moa_bank_registry::Fault| Finding::of(&CHECK, &fault.field, &fault.problem, &fault.advice);
            Verdict::of(faults.list().iter().map(finding).collect())
        }
    }
}
