//! Inputs made from what a document says about them: on the edges, in the middle, and just beyond.
//!
//! A generator proposes values and the schema itself says which of them it allows, so nothing here can disagree with the
//! validator. The number and size of values are bounded, and the same seed proposes the same values.

mod body;
mod text;

pub(crate) use body::bodies;

use moa_kernel::{Entropy as _, SeededEntropy};
use serde_json::{Value, json};

use crate::contract::{Bounded, Document, Input, Place, Schema, Shape};

/// Values of each sort that one input gives.
const VALUES_MAX: usize = 10;
/// No generated text is longer.
pub(crate) const TEXT_CHARS_MAX: usize = 2_000;

/// Values for one input.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values {
    /// What the schema allows.
    pub(crate) good: Vec<Value>,
    /// What it does not.
    pub(crate) bad: Vec<Value>,
}

/// Values for an input, its example and default first.
pub(crate) fn values(document: Document<'_>, input: &Input<'_>, seed: u64) -> Values {
    let Some(schema) = input.schema() else {
        return Values { good: vec![json!("a")], bad: Vec::new() };
    };
    let told: Vec<Value> = input.example().into_iter().cloned().collect();
    of_schema(document, &schema, told, seed)
}

/// Values for a schema.
pub(crate) fn of_schema(document: Document<'_>, place: &Place<'_>, told: Vec<Value>, seed: u64) -> Values {
    let Ok(schema) = Schema::compile(document, place) else { return Values::default() };
    let shape = Shape::of(document, place);
    let mut proposed = told;
    if let Some(place) = document.resolved(place.clone()) {
        for word in ["example", "default"] {
            proposed.extend(place.value.get(word).cloned());
        }
    }
    proposed.extend(shape.values.iter().flatten().map(|value| (*value).clone()));
    let entropy = SeededEntropy::new(seed);
    proposed.extend(candidates(&shape, &entropy));
    sorted_out(&schema, proposed)
}

fn sorted_out(schema: &Schema, proposed: Vec<Value>) -> Values {
    let mut values = Values::default();
    for value in proposed {
        let list = if schema.allows(&value) { &mut values.good } else { &mut values.bad };
        if list.len() < VALUES_MAX && !list.contains(&value) {
            list.push(value);
        }
    }
    values
}

fn candidates(shape: &Shape<'_>, entropy: &SeededEntropy) -> Vec<Value> {
    let is = |kind: &str| shape.types.as_ref().is_none_or(|types| types.contains(kind));
    let mut candidates = Vec::new();
    if is("integer") || is("number") {
        candidates.extend(numbers(shape));
    }
    if is("boolean") {
        candidates.extend([json!(true), json!(false)]);
    }
    if is("string") {
        candidates.extend(text::texts(shape, entropy).into_iter().map(Value::from));
    }
    // Never any number, boolean or date, unless the schema says it is a text.
    candidates.extend(["", "maybe", "-", "1.5.2", "NaN", "\u{0}", "'"].map(Value::from));
    candidates
}

fn numbers(shape: &Shape<'_>) -> Vec<Value> {
    let bound = shape.bounds.get(&Bounded::Value).copied().unwrap_or_default();
    let whole = |end: Option<(rust_decimal::Decimal, bool)>| end.and_then(|(end, _)| i64::try_from(end.trunc()).ok());
    let mut numbers = Vec::new();
    for end in [whole(bound.min), whole(bound.max)].into_iter().flatten() {
        numbers.extend([end, end.saturating_sub(1), end.saturating_add(1)]);
    }
    numbers.extend([0, 1, -1, i64::from(i32::MAX) + 1, i64::MAX]);
    numbers.into_iter().map(Value::from).collect()
}

/// A value as it is written into a URL or header. Arrays are written with commas, as OpenAPI's plainest style does.
pub(crate) fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(several) => several.iter().map(written).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// A seed of its own for each thing that is generated.
pub(crate) fn seed_of(seed: u64, parts: &[&str]) -> u64 {
    // FNV-1a: steady over versions of everything, and nobody has to be kept from guessing it.
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    parts.iter().flat_map(|part| part.bytes().chain([0])).fold(seed ^ 0xcbf2_9ce4_8422_2325, mix)
}

/// Some letters and digits.
fn word(entropy: &SeededEntropy, chars: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let mut bytes = vec![0_u8; chars.min(TEXT_CHARS_MAX)];
    entropy.fill(&mut bytes);
    let letter = |byte: u8| LETTERS.get(usize::from(byte) % LETTERS.len()).map_or('a', |letter| char::from(*letter));
    bytes.into_iter().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(schema: &Value) -> Values {
        let root = json!({ "openapi": "3.0.3", "s": schema });
        let document = Document::new(&root);
        of_schema(document, &document.at("/s").unwrap(), Vec::new(), 7)
    }

    #[test]
    fn numbers_stand_on_both_sides_of_each_edge() {
        let values = of(&json!({ "type": "integer", "minimum": 1, "maximum": 24 }));
        for good in [1, 24, 2, 23] {
            assert!(values.good.contains(&json!(good)), "{good} in {values:?}");
        }
        for bad in [0, 25, i64::MAX] {
            assert!(values.bad.contains(&json!(bad)), "{bad} in {values:?}");
        }
    }

    #[test]
    fn texts_keep_to_length_list_format_and_pattern() {
        let lengths = of(&json!({ "type": "string", "minLength": 2, "maxLength": 5 }));
        let chars: Vec<_> = lengths.good.iter().map(|text| text.as_str().unwrap().chars().count()).collect();
        assert!(chars.contains(&2) && chars.contains(&5), "{lengths:?}");
        assert!(lengths.bad.iter().any(|text| text.as_str().unwrap().chars().count() == 6), "{lengths:?}");
        assert_eq!(of(&json!({ "type": "string", "enum": ["a", "b"] })).good, [json!("a"), json!("b")]);
        for schema in [
            json!({ "type": "string", "format": "date" }),
            json!({ "type": "string", "format": "date-time" }),
            json!({ "type": "string", "format": "uuid" }),
            json!({ "type": "string", "pattern": "^[A-Z]{3}-\\d{2,4}(x|y)$" }),
            json!({ "type": "string", "pattern": "^(Mon|Tue), \\d{2} (Jan|Feb) \\d{4} (GMT|UTC)$" }),
        ] {
            let values = of(&schema);
            assert!(!values.good.is_empty() && !values.bad.is_empty(), "{schema}: {values:?}");
        }
    }

    #[test]
    fn the_same_seed_proposes_the_same() {
        let schema = json!({ "type": "string", "minLength": 30, "maxLength": 40 });
        assert_eq!(of(&schema).good, of(&schema).good);
        assert_ne!(seed_of(1, &["a", "b"]), seed_of(1, &["ab"]));
    }

    #[test]
    fn no_schema_makes_it_large() {
        let values = of(&json!({ "type": "string", "minLength": 1_000_000_000, "pattern": "^(a{1000}){1000}$" }));
        assert!(values.bad.iter().chain(&values.good).all(|text| text.as_str().unwrap().len() <= 4 * TEXT_CHARS_MAX));
    }
}
