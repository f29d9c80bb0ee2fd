//! `{AccountId}` in a path and the parameter of that name belong together.

use std::collections::BTreeSet;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.paths-name-their-parameters",
    sentence: "every parameter in a path is described, and every described one is in the path",
    clause: "OpenAPI 3.0.3 §4.7.8, §4.7.12",
    plan: Plan::Fit,
};

pub(crate) fn run(subject: &Subject) -> Verdict {
    let mut findings = Vec::new();
    for operation in subject.document().operations() {
        let templated: BTreeSet<&str> =
            operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let inputs = operation.inputs();
        let described: BTreeSet<&str> =
            inputs.iter().filter(|input| input.within == "path").map(|input| input.name).collect();
        for name in templated.difference(&described) {
            let problem = format!("{{{name}}} is in the path and not described");
            findings.push(Finding::of(&CHECK, operation.name(), problem, "describe it as a parameter in `path`"));
        }
        for name in described.difference(&templated) {
            let problem = format!("{name} is described as part of the path and is not in it");
            findings.push(Finding::of(
                &CHECK,
                operation.name(),
                problem,
                "put it into the path, or take the parameter out",
            ));
        }
        for input in inputs.iter().filter(|input| input.within == "path" && !input.place.says("required")) {
            let problem = format!("{} has to say that it is required", input.name);
            findings.push(Finding::of(&CHECK, operation.name(), problem, "a part of the path is always required"));
        }
    }
    Verdict::of(findings)
}
