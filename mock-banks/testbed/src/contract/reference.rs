//! Every reference a document makes, wherever it stands.

use serde_json::Value;

use super::{Document, Place};

/// Deeper nesting is not looked into. The registry refuses documents long before.
const DEPTH_MAX: usize = 128;

/// The places that hold a `$ref`.
pub(crate) fn references<'a>(document: Document<'a>) -> Vec<Place<'a>> {
    let mut found = Vec::new();
    collect(&document.root(), 0, &mut found);
    found
}

fn collect<'a>(place: &Place<'a>, depth: usize, found: &mut Vec<Place<'a>>) {
    if depth > DEPTH_MAX {
        return;
    }
    match place.value {
        Value::Object(_) => {
            if place.text("$ref").is_some() {
                found.push(place.clone());
            }
            // An example is the API's own data: what it calls `$ref` refers to nothing here.
            for (_, member) in place.members().filter(|(key, _)| !matches!(*key, "example" | "examples")) {
                collect(&member, depth + 1, found);
            }
        }
        Value::Array(_) => place.elements().for_each(|element| collect(&element, depth + 1, found)),
        _ => {}
    }
}
