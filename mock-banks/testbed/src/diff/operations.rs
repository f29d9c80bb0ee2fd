//! Compares two definitions operation by operation.

use moa_bank_registry::{ApiDefinition, Operation};

use super::{Differences, Pair, Rule, answers, inputs, security};
use crate::contract::{Document, Documented};

pub(super) fn compare(published: &ApiDefinition, candidate: &ApiDefinition, differences: &mut Differences) {
    let pair = Pair { old: Document::new(&published.document), new: Document::new(&candidate.document) };
    address(published, candidate, differences);
    let (old_operations, new_operations) = (pair.old.operations(), pair.new.operations());
    for old in &old_operations {
        differences.within(old.name());
        let Some(new) = new_operations.iter().find(|new| new.means_the_same_as(old)) else {
            let problem = format!("{} can no longer be called", old.name());
            differences.add(Rule::OperationRemoved, "", &old.place.pointer, problem);
            continue;
        };
        documented(pair, old, new, differences);
    }
    for old in &published.operations {
        let Some(new) = candidate.operations.iter().find(|new| is_same(new, old)) else { continue };
        differences.within(format!("{} {}", old.method, old.path));
        security::admission(old, new, differences);
        limits(published, candidate, (old, new), differences);
    }
}

fn address(published: &ApiDefinition, candidate: &ApiDefinition, differences: &mut Differences) {
    differences.within(String::new());
    if published.base_path != candidate.base_path {
        let problem = format!("the API moves from {} to {}", published.base_path, candidate.base_path);
        differences.add(Rule::AddressChanged, "base_path", "/base_path", problem);
    }
    if published.family != candidate.family {
        let problem = format!("the family changes from {} to {}", published.family, candidate.family);
        differences.add(Rule::AddressChanged, "family", "/family", problem);
    }
    if candidate.version <= published.version {
        let problem = format!("{} does not come after {}", candidate.version, published.version);
        differences.add(Rule::VersionNotAfter, "version", "/version", problem);
    }
}

fn documented(pair: Pair<'_>, old: &Documented<'_>, new: &Documented<'_>, differences: &mut Differences) {
    if let (Some(before), after) = (old.id(), new.id())
        && after != Some(before)
    {
        let problem = format!("the operationId was {before} and is {}", after.unwrap_or("nothing"));
        differences.add(Rule::OperationRenamed, "operationId", &new.place.pointer, problem);
    }
    inputs::compare(pair, old, new, differences);
    answers::compare(pair, old, new, differences);
    security::documented(pair, old, new, differences);
}

fn is_same(one: &Operation, other: &Operation) -> bool {
    one.method == other.method && crate::contract::same_path(&one.path, &other.path)
}

fn limits(
    published: &ApiDefinition,
    candidate: &ApiDefinition,
    (old, new): (&Operation, &Operation),
    differences: &mut Differences,
) {
    let (before, after) = (published.limits_of(old), candidate.limits_of(new));
    let both = [
        ("body_bytes_max", before.body_bytes_max, after.body_bytes_max),
        ("body_depth_max", before.body_depth_max, after.body_depth_max),
        ("answer_bytes_max", before.answer_bytes_max, after.answer_bytes_max),
    ];
    for (name, before, after) in both {
        if after < before {
            let problem = format!("{name} was {before} and is {after}");
            differences.add(Rule::LimitLowered, name, &format!("/limits/{name}"), problem);
        }
    }
    if old.idempotent && !new.idempotent {
        let problem = "a caller who repeats a request after a lost answer was safe and no longer is";
        differences.add(Rule::NoLongerIdempotent, "idempotent", "/operations", problem);
    }
}
