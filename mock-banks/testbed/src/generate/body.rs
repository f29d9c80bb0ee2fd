//! Bodies: one with everything that is required, one with everything there is, and many with one thing wrong.

use serde_json::{Map, Value, json};

use super::{Values, of_schema, seed_of};
use crate::contract::{Document, Place, Schema, Shape};

/// Objects within objects.
const DEPTH_MAX: usize = 10;
/// Bodies of each sort.
const BODIES_MAX: usize = 30;

/// Bodies for a media type of a request body, its examples first.
pub(crate) fn bodies(document: Document<'_>, kind: &Place<'_>, seed: u64) -> Values {
    let mut proposed: Vec<Value> = kind.value.get("example").into_iter().cloned().collect();
    for (_, named) in kind.get("examples").iter().flat_map(|named| named.members().collect::<Vec<_>>()) {
        proposed.extend(document.resolved(named).and_then(|named| named.value.get("value").cloned()));
    }
    let Some(place) = kind.get("schema") else { return Values { good: proposed, bad: Vec::new() } };
    let Ok(schema) = Schema::compile(document, &place) else { return Values::default() };
    if let Some(resolved) = document.resolved(place.clone()) {
        proposed.extend(resolved.value.get("example").cloned());
    }
    let whole = [Extent::Required, Extent::Everything].map(|extent| filled(document, &place, extent, seed, 0));
    proposed.extend(whole.clone());
    proposed.extend(whole.iter().flat_map(spoilt));
    proposed.extend([json!({}), json!([]), json!("text"), json!(1), Value::Null]);
    let mut values = Values::default();
    for body in proposed {
        let list = if schema.allows(&body) { &mut values.good } else { &mut values.bad };
        if list.len() < BODIES_MAX && !list.contains(&body) {
            list.push(body);
        }
    }
    values
}

/// How much of an object is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    Required,
    Everything,
}

fn filled(document: Document<'_>, place: &Place<'_>, extent: Extent, seed: u64, depth: usize) -> Value {
    let shape = Shape::of(document, place);
    if let Some(alternative) = shape.alternatives.first().filter(|_| depth < DEPTH_MAX && shape.properties.is_empty()) {
        return filled(document, alternative, extent, seed, depth + 1);
    }
    let is = |kind: &str| shape.types.as_ref().is_some_and(|types| types.contains(kind));
    if depth < DEPTH_MAX && (is("object") || !shape.properties.is_empty()) {
        let wanted = |name: &str| extent == Extent::Everything || shape.required.contains(name);
        let members: Map<String, Value> = shape
            .properties
            .iter()
            .filter(|(name, _)| wanted(name))
            .map(|(name, place)| {
                ((*name).to_owned(), filled(document, place, extent, seed_of(seed, &[name]), depth + 1))
            })
            .collect();
        return Value::Object(members);
    }
    if let Some(items) = shape.items.as_ref().filter(|_| depth < DEPTH_MAX) {
        return json!([filled(document, items, extent, seed, depth + 1)]);
    }
    let values = of_schema(document, place, Vec::new(), seed);
    values.good.into_iter().next().unwrap_or(Value::Null)
}

/// The body with one thing wrong, for each thing that can be: left out, of another type, or beside something unknown.
fn spoilt(body: &Value) -> Vec<Value> {
    let mut pointers = Vec::new();
    gather(body, "", &mut pointers);
    let mut spoilt = Vec::new();
    for pointer in pointers.iter().take(BODIES_MAX) {
        let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
        let mut without = body.clone();
        if let Some(Value::Object(members)) = without.pointer_mut(parent) {
            members.remove(key);
            spoilt.push(without);
        }
        let mut other = body.clone();
        if let Some(value) = other.pointer_mut(pointer) {
            *value = if value.is_number() { json!("text") } else { json!(7) };
            spoilt.push(other);
        }
    }
    spoilt
}

fn gather(value: &Value, pointer: &str, pointers: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members.iter().filter(|(key, _)| !key.contains(['/', '~'])) {
                let pointer = format!("{pointer}/{key}");
                pointers.push(pointer.clone());
                gather(member, &pointer, pointers);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                gather(item, &format!("{pointer}/{at}"), pointers);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_bodies_are_good_and_bad_ones_have_one_thing_wrong() {
        let root = json!({ "openapi": "3.0.3", "k": { "schema": { "type": "object", "required": ["Data"], "additionalProperties": false,
            "properties": { "Data": { "type": "object", "required": ["Amount", "Kinds"], "properties": {
                "Amount": { "type": "string", "pattern": "^\\d{1,13}\\.\\d{1,5}$" },
                "Kinds": { "type": "array", "items": { "type": "string", "enum": ["a", "b"] } },
                "Note": { "type": "string" } } } } } } });
        let document = Document::new(&root);
        let bodies = bodies(document, &document.at("/k").unwrap(), 7);
        assert_eq!(bodies.good[0], json!({ "Data": { "Amount": "0.0", "Kinds": ["a"] } }));
        assert!(bodies.good[1]["Data"]["Note"].is_string());
        for bad in
            [json!({}), json!({ "Data": { "Kinds": ["a"] } }), json!({ "Data": { "Amount": 7, "Kinds": ["a"] } })]
        {
            assert!(bodies.bad.contains(&bad), "{bad} in {:#?}", bodies.bad);
        }
    }

    #[test]
    fn an_object_within_itself_comes_to_an_end() {
        let root = json!({ "k": { "schema": { "$ref": "#/t" } }, "t": { "type": "object", "required": ["t"], "properties": { "t": { "$ref": "#/t" } } } });
        let document = Document::new(&root);
        let bodies = bodies(document, &document.at("/k").unwrap(), 7);
        assert!(bodies.good.len() + bodies.bad.len() > 0);
    }
}
