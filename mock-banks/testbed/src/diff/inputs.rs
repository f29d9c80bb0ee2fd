//! Compares what goes in. Everything the older version took, the newer must take.

use super::schema::{Direction, Walk};
use super::{Differences, Pair, Rule};
use crate::contract::{Documented, Input, Place};

pub(super) fn compare(pair: Pair<'_>, old: &Documented<'_>, new: &Documented<'_>, differences: &mut Differences) {
    let (old_inputs, new_inputs) = (positional(old), positional(new));
    for (key, before) in &old_inputs {
        let Some((_, after)) = new_inputs.iter().find(|(new_key, _)| new_key == key) else {
            let problem = format!("{} is no longer taken", before.label());
            differences.add(Rule::InputRemoved, &before.label(), &before.place.pointer, problem);
            continue;
        };
        if after.required && !before.required {
            let problem = format!("{} could be left out and is now required", before.label());
            differences.add(Rule::InputBecameRequired, &before.label(), &after.place.pointer, problem);
        }
        if ["style", "explode"].iter().any(|word| before.place.value.get(word) != after.place.value.get(word)) {
            let problem = format!("{} is written another way", before.label());
            differences.add(Rule::InputFormNarrowed, &before.label(), &after.place.pointer, problem);
        }
        if let (Some(one), Some(other)) = (schema_of(before), schema_of(after)) {
            Walk::new(pair, Direction::Input).compare(&one, &other, &before.label(), differences);
        }
    }
    for (_, added) in
        new_inputs.iter().filter(|(key, input)| input.required && !old_inputs.iter().any(|(old, _)| old == key))
    {
        let problem = format!("{} is new and required", added.label());
        differences.add(Rule::RequiredInputAdded, &added.label(), &added.place.pointer, problem);
    }
    bodies(pair, old, new, differences);
}

/// Inputs by what they are known by: a path's by their position, the others by name.
fn positional<'a>(operation: &Documented<'a>) -> Vec<(String, Input<'a>)> {
    let key = |input: &Input<'_>| match input.within {
        "path" => format!("path {}", position(operation.path, input.name)),
        "header" => format!("header {}", input.name.to_ascii_lowercase()),
        _ => input.label(),
    };
    operation.inputs().into_iter().map(|input| (key(&input), input)).collect()
}

fn position(path: &str, name: &str) -> usize {
    path.split('/').position(|part| part.trim_matches(['{', '}']) == name).unwrap_or_default()
}

/// An input without a schema says nothing, and so takes everything.
fn schema_of<'a>(input: &Input<'a>) -> Option<Place<'a>> {
    Some(input.schema().unwrap_or_else(|| Place::unsaid(input.place.pointer.clone())))
}

fn bodies(pair: Pair<'_>, old: &Documented<'_>, new: &Documented<'_>, differences: &mut Differences) {
    let (before, after) = match (old.body(), new.body()) {
        (None, None) => return,
        (None, Some(after)) => {
            if after.says("required") {
                differences.add(Rule::RequiredInputAdded, "body", &after.pointer, "a body is new and required");
            }
            return;
        }
        (Some(before), None) => {
            differences.add(Rule::InputRemoved, "body", &before.pointer, "a body is no longer taken");
            return;
        }
        (Some(before), Some(after)) => (before, after),
    };
    if after.says("required") && !before.says("required") {
        let problem = "the body could be left out and is now required";
        differences.add(Rule::InputBecameRequired, "body", &after.pointer, problem);
    }
    let Some(kinds) = before.get("content") else { return };
    for (kind, old_kind) in kinds.members() {
        let Some(new_kind) = after.get("content").and_then(|content| content.get(kind)) else {
            let problem = format!("a body is no longer taken as {kind}");
            differences.add(Rule::InputMediaTypeRemoved, "body", &old_kind.pointer, problem);
            continue;
        };
        let unsaid = |kind: &Place<'_>| kind.pointer.clone();
        let one = old_kind.get("schema").unwrap_or_else(|| Place::unsaid(unsaid(&old_kind)));
        let other = new_kind.get("schema").unwrap_or_else(|| Place::unsaid(unsaid(&new_kind)));
        Walk::new(pair, Direction::Input).compare(&one, &other, "body", differences);
    }
}
