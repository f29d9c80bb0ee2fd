//! An example is what people copy. It has to be one.

use serde_json::Value;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::contract::{Document, Place, Schema};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "fit.examples-match-their-schemas",
    sentence: "every example fits the schema beside it",
    clause: "OpenAPI 3.0.3 §4.7.14, §4.7.24",
    plan: Plan::Fit,
};

/// Deeper than this nobody writes examples.
const DEPTH_MAX: usize = 64;

pub(crate) fn run(subject: &Subject) -> Verdict {
    let mut found = Vec::new();
    look(subject.document(), &subject.document().root(), 0, &mut found);
    Verdict::of(found)
}

fn look(document: Document<'_>, place: &Place<'_>, depth: usize, found: &mut Vec<Finding>) {
    if depth > DEPTH_MAX {
        return;
    }
    for element in place.elements() {
        look(document, &element, depth + 1, found);
    }
    if !place.value.is_object() {
        return;
    }
    // A property may be called `example`; then what stands there is a schema.
    let of_properties = place.pointer.ends_with("/properties");
    if !of_properties {
        judge(document, place, found);
    }
    for (key, member) in place.members() {
        if of_properties || !matches!(key, "example" | "examples" | "default" | "enum" | "const") {
            look(document, &member, depth + 1, found);
        }
    }
}

/// An object with an example: a schema of its own, or something with a schema beside it.
fn judge(document: Document<'_>, place: &Place<'_>, found: &mut Vec<Finding>) {
    let examples = examples(document, place);
    if examples.is_empty() {
        return;
    }
    let schema = place.get("schema").unwrap_or_else(|| place.clone());
    // What cannot be compiled is told by a check of its own.
    let Ok(schema) = Schema::compile(document, &schema) else { return };
    for example in examples {
        for fault in schema.faults(example.value) {
            found.push(Finding::of(&CHECK, format!("#{}", example.pointer), fault, "mend the example, or the schema"));
        }
    }
}

fn examples<'a>(document: Document<'a>, place: &Place<'a>) -> Vec<Place<'a>> {
    let mut examples: Vec<_> = place.get("example").into_iter().collect();
    let Some(several) = place.get("examples") else { return examples };
    match several.value {
        // In a schema of 3.1: values.
        Value::Array(_) => examples.extend(several.elements()),
        // Beside a schema: named objects that hold a value.
        _ => examples.extend(several.members().filter_map(|(_, named)| document.resolved(named)?.get("value"))),
    }
    examples
}
