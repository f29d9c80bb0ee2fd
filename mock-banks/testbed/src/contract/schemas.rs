//! What a schema says about a value, judged by a JSON Schema validator.
//!
//! OpenAPI 3.0 writes schemas in a dialect of an early draft, with `nullable` where that draft has a type list; 3.1 writes
//! the draft of 2020. A schema is cut out together with everything it refers to, so that the validator never has to be given
//! a whole document, and can reach nothing outside it.

use std::collections::HashMap;

use jsonschema::{Draft, PatternOptions, Validator};
use serde_json::{Map, Value, json};

use super::document::percent_decoded;
use super::{Document, Place, weight};

/// A schema that reaches more others than this is not judged.
const PARTS_MAX: usize = 2_000;
/// Deeper nesting within one schema is not judged.
const DEPTH_MAX: usize = 64;
/// Patterns come from outside and may not be made to run for ever.
const BACKTRACK_MAX: usize = 100_000;
/// Faults of one value that are worth telling.
const FAULTS_MAX: usize = 5;

/// Which JSON Schema a document's schemas are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// OpenAPI 3.0.
    Early,
    /// OpenAPI 3.1.
    Of2020,
}

/// A schema that is ready to judge.
#[derive(Debug)]
pub(crate) struct Schema {
    validator: Validator,
}

/// Why a schema cannot judge anything.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SchemaFault {
    #[error("it refers to what is not there: {0}")]
    Reference(String),
    #[error("it is nested too deeply, reaches too many others, or would look at one value too often")]
    TooLarge,
    #[error("it is no schema: {0}")]
    Nonsense(String),
}

impl Dialect {
    pub(crate) fn of(document: Document<'_>) -> Self {
        let version = document.root().text("openapi").unwrap_or_default();
        if version.starts_with("3.1") { Self::Of2020 } else { Self::Early }
    }

    fn draft(self) -> Draft {
        match self {
            Self::Early => Draft::Draft4,
            Self::Of2020 => Draft::Draft202012,
        }
    }
}

impl Schema {
    /// Makes a schema of the document ready.
    ///
    /// # Errors
    /// When it is none.
    pub(crate) fn compile(document: Document<'_>, place: &Place<'_>) -> Result<Self, SchemaFault> {
        let dialect = Dialect::of(document);
        let mut bundle = Bundle { document, dialect, names: HashMap::new(), parts: Map::new(), waiting: Vec::new() };
        let root = bundle.rewritten(place.value, 0)?;
        while let Some((name, pointer)) = bundle.waiting.pop() {
            let part = document.at(&pointer).ok_or(SchemaFault::Reference(pointer))?;
            let part = bundle.rewritten(part.value, 0)?;
            bundle.parts.insert(name, part);
        }
        weight::check(&root, &bundle.parts).map_err(|weight::TooHeavy| SchemaFault::TooLarge)?;
        let whole = json!({ "allOf": [root], "definitions": bundle.parts });
        let validator = jsonschema::options()
            .with_draft(dialect.draft())
            .should_validate_formats(true)
            .should_ignore_unknown_formats(true)
            // Newer than the draft of 3.0, and used in its documents all the same.
            .with_format("uuid", is_uuid)
            .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(BACKTRACK_MAX))
            .build(&whole)
            .map_err(|error| SchemaFault::Nonsense(error.to_string()))?;
        Ok(Self { validator })
    }

    pub(crate) fn allows(&self, value: &Value) -> bool {
        weight::is_flat_enough(value) && self.validator.is_valid(value)
    }

    /// What is wrong with a value, the first few things. Says where and by which rule, and never quotes the value: it may
    /// be a customer's.
    pub(crate) fn faults(&self, value: &Value) -> Vec<String> {
        if !weight::is_flat_enough(value) {
            return vec!["the whole value: it is nested too deeply to be judged".to_owned()];
        }
        let errors = self.validator.iter_errors(value).take(FAULTS_MAX);
        errors
            .map(|error| {
                let at = error.instance_path().to_string();
                let at = if at.is_empty() { "the whole value".to_owned() } else { at };
                format!("{at}: {}", error.masked_with("the value"))
            })
            .collect()
    }
}

/// Gathers a schema and all it refers to into one self-contained schema.
struct Bundle<'a> {
    document: Document<'a>,
    dialect: Dialect,
    names: HashMap<String, String>,
    parts: Map<String, Value>,
    waiting: Vec<(String, String)>,
}

impl Bundle<'_> {
    fn rewritten(&mut self, value: &Value, depth: usize) -> Result<Value, SchemaFault> {
        if depth > DEPTH_MAX {
            return Err(SchemaFault::TooLarge);
        }
        match value {
            Value::Object(members) => self.rewritten_object(members, depth, false),
            Value::Array(elements) => elements
                .iter()
                .map(|element| self.rewritten(element, depth + 1))
                .collect::<Result<_, _>>()
                .map(Value::Array),
            Value::Null if depth == 0 => Ok(json!({})),
            other => Ok(other.clone()),
        }
    }

    /// `of_properties`: the keys are an API's own names, not words of the schema language.
    fn rewritten_object(
        &mut self,
        members: &Map<String, Value>,
        depth: usize,
        of_properties: bool,
    ) -> Result<Value, SchemaFault> {
        let mut written = Map::new();
        for (key, member) in members {
            let member = match key.as_str() {
                "properties" | "patternProperties" if !of_properties => match member {
                    Value::Object(named) => self.rewritten_object(named, depth + 1, true)?,
                    other => other.clone(),
                },
                "$ref" if !of_properties && member.is_string() => {
                    Value::from(self.named(member.as_str().unwrap_or_default())?)
                }
                // These refer to whatever the validator happens to come from: nobody could say beforehand to how much.
                "$dynamicRef" | "$recursiveRef" if !of_properties => {
                    return Err(SchemaFault::Reference(key.clone()));
                }
                // Data, not schemas. A `$ref` in it refers to nothing, and ids would change what references mean.
                "example" | "examples" | "$id" | "$schema" | "discriminator" if !of_properties => continue,
                "id" if !of_properties && member.is_string() => continue,
                "enum" | "default" | "const" if !of_properties => member.clone(),
                _ => self.rewritten(member, depth + 1)?,
            };
            written.insert(key.clone(), member);
        }
        if !of_properties && self.dialect == Dialect::Early && members.get("nullable") == Some(&Value::Bool(true)) {
            allow_null(&mut written);
        }
        Ok(Value::Object(written))
    }

    /// The name a referenced schema has in the bundle.
    fn named(&mut self, reference: &str) -> Result<String, SchemaFault> {
        let broken = || SchemaFault::Reference(reference.to_owned());
        // One step only: what is referred to may be a reference itself, and may lead back here.
        let pointer = percent_decoded(reference.strip_prefix('#').ok_or_else(broken)?);
        if self.document.at(&pointer).is_none() {
            return Err(broken());
        }
        if let Some(name) = self.names.get(&pointer) {
            return Ok(format!("#/definitions/{name}"));
        }
        if self.names.len() >= PARTS_MAX {
            return Err(SchemaFault::TooLarge);
        }
        let name = format!("part{}", self.names.len());
        self.names.insert(pointer.clone(), name.clone());
        self.waiting.push((name.clone(), pointer));
        Ok(format!("#/definitions/{name}"))
    }
}

fn is_uuid(text: &str) -> bool {
    let fits =
        |(at, byte): (usize, u8)| if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

/// Writes `nullable` as the draft does: one type more, one value more.
fn allow_null(schema: &mut Map<String, Value>) {
    if let Some(kind) = schema.get("type").and_then(Value::as_str) {
        let types = json!([kind, "null"]);
        schema.insert("type".to_owned(), types);
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(document: &Value, value: &Value) -> Vec<String> {
        let document = Document::new(document);
        Schema::compile(document, &document.at("/s").unwrap()).unwrap().faults(value)
    }

    fn fault(document: &Value) -> SchemaFault {
        let document = Document::new(document);
        Schema::compile(document, &document.at("/s").unwrap()).unwrap_err()
    }

    #[test]
    fn a_value_is_judged_with_all_that_is_referred_to() {
        let document = json!({ "openapi": "3.0.3", "s": { "$ref": "#/tree" }, "tree": { "type": "object",
            "required": ["name"], "properties": { "name": { "type": "string", "maxLength": 3 },
            "children": { "type": "array", "items": { "$ref": "#/tree" } } } } });
        assert_eq!(faults(&document, &json!({ "name": "a", "children": [{ "name": "b" }] })), Vec::<String>::new());
        let wrong = faults(&document, &json!({ "name": "a", "children": [{ "name": "secret" }] }));
        assert!(wrong[0].starts_with("/children/0/name: "), "{wrong:?}");
        assert!(!wrong[0].contains("secret"), "{wrong:?}");
    }

    #[test]
    fn nullable_means_that_null_is_allowed_as_well() {
        let document = json!({ "openapi": "3.0.3", "s": { "type": "string", "nullable": true, "enum": ["a"] } });
        assert!(faults(&document, &Value::Null).is_empty() && faults(&document, &json!("a")).is_empty());
        assert!(!faults(&document, &json!("b")).is_empty());
        let strict = json!({ "openapi": "3.0.3", "s": { "type": "string" } });
        assert!(!faults(&strict, &Value::Null).is_empty());
    }

    #[test]
    fn what_is_no_schema_is_said_to_be_none() {
        assert!(matches!(fault(&json!({ "s": { "$ref": "#/nothing" } })), SchemaFault::Reference(_)));
        assert!(matches!(fault(&json!({ "s": { "$ref": "http://elsewhere.example/s" } })), SchemaFault::Reference(_)));
        assert!(matches!(fault(&json!({ "s": { "type": "strnig" } })), SchemaFault::Nonsense(_)));
        assert!(matches!(fault(&json!({ "s": { "pattern": "(" } })), SchemaFault::Nonsense(_)));
        let deep = (0..200).fold(json!({}), |inner, _| json!({ "items": inner }));
        assert_eq!(fault(&json!({ "s": deep })), SchemaFault::TooLarge);
    }

    #[test]
    fn a_schema_that_would_never_be_done_judges_nothing() {
        let mut doubling = json!({ "openapi": "3.0.3", "s": { "$ref": "#/p0" }, "p40": { "type": "integer" } });
        for at in 0..40 {
            let next = json!({ "$ref": format!("#/p{}", at + 1) });
            doubling[format!("p{at}")] = json!({ "allOf": [next.clone(), next] });
        }
        let within = json!({ "properties": { "in": { "$ref": "#/s" } } });
        let deeper = json!({ "openapi": "3.0.3", "s": { "anyOf": [within.clone(), within] } });
        let unevaluated =
            (0..20).fold(json!({}), |inner, _| json!({ "unevaluatedProperties": false, "allOf": [inner] }));
        for heavy in [
            doubling,
            deeper,
            json!({ "openapi": "3.1.0", "s": unevaluated }),
            json!({ "openapi": "3.0.3", "s": { "$ref": "#/s" } }),
            json!({ "openapi": "3.1.0", "s": { "if": { "$ref": "#/s" } } }),
        ] {
            assert_eq!(fault(&heavy), SchemaFault::TooLarge, "{heavy}");
        }
        assert!(matches!(
            fault(&json!({ "openapi": "3.1.0", "s": { "$dynamicRef": "#" } })),
            SchemaFault::Reference(_)
        ));
        // Each level of this one looks once, so it judges, and what is too deep for it is no good.
        let tree = json!({ "s": { "properties": { "in": { "$ref": "#/s" } } } });
        let nested = |depth| (0..depth).fold(json!({}), |inner, _| json!({ "in": inner }));
        assert_eq!(faults(&tree, &nested(20)), Vec::<String>::new());
        assert!(faults(&tree, &nested(30))[0].contains("too deeply"));
    }

    #[test]
    fn an_id_does_not_change_what_a_reference_means() {
        let document = json!({ "openapi": "3.0.3", "s": { "id": "http://elsewhere.example/", "allOf": [{ "$ref": "#/t" }],
            "definitions": { "part0": { "type": "string" } } }, "t": { "type": "integer" } });
        assert!(faults(&document, &json!(1)).is_empty() && !faults(&document, &json!("a")).is_empty());
    }
}
