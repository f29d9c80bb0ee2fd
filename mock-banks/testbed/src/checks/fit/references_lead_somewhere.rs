//! A document that is understood only together with somebody else's server is not published: every reference stays inside
//! and leads to something.

use crate::check::{Check, Finding, Plan, Verdict};
use crate::contract::references;
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.references-lead-somewhere",
    sentence: "every reference leads to something in the document, and none goes round in a circle",
    clause: "OpenAPI 3.0.3 §4.7.23",
    plan: Plan::Fit,
};

pub(crate) fn run(subject: &Subject) -> Verdict {
    let document = subject.document();
    let broken = references(document).into_iter().filter_map(|place| {
        let at = place.pointer.clone();
        let error = document.follow(place).err()?;
        Some(Finding::of(
            &CHECK,
            format!("#{at}"),
            error.to_string(),
            "put what is meant into `components` and refer to it there",
        ))
    });
    Verdict::of(broken.collect())
}
