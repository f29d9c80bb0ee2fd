//! How often one value would be looked at. A schema of a few lines can have its validator look more often than there is time:
//! each of thirty alternatives that name the next one twice doubles the work. No validator can be stopped once it has begun,
//! so this is worked out before: what is too heavy judges nothing.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// Values nested deeper are not judged.
const VALUE_DEPTH_MAX: usize = 24;
/// So often may one value, with all that lies above it, be looked at.
const LOOKS_MAX: u64 = 5_000;
/// And so many schemas may be looked into to find out.
const STEPS_MAX: u64 = 500_000;

/// Says that a schema is too heavy, or so large that nobody can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooHeavy;

/// Whether a schema that refers to nothing but these parts is light enough to judge by.
pub(super) fn check(root: &Value, parts: &Map<String, Value>) -> Result<(), TooHeavy> {
    let mut scale = Scale { parts, known: HashMap::new(), steps: 0 };
    scale.weigh(root, VALUE_DEPTH_MAX).map(drop)
}

/// Whether a value is one that [`check`] has reckoned with.
pub(super) fn is_flat_enough(value: &Value) -> bool {
    let mut open = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        if depth > VALUE_DEPTH_MAX {
            return false;
        }
        match value {
            Value::Object(members) => open.extend(members.values().map(|member| (member, depth + 1))),
            Value::Array(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            _ => {}
        }
    }
    true
}

/// Where in a value a schema's part looks: at a member of this name, at any member, at any item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Below<'a> {
    Member(&'a str),
    AnyMember,
    Item,
}

type Parts<'a> = Vec<(&'a Value, u64)>;

struct Scale<'a> {
    parts: &'a Map<String, Value>,
    known: HashMap<(*const Value, usize), u64>,
    steps: u64,
}

impl<'a> Scale<'a> {
    /// The looks at a value that is nested so deep: at itself, and at whichever of its members is looked at most.
    fn weigh(&mut self, schema: &'a Value, depth: usize) -> Result<u64, TooHeavy> {
        let key = (std::ptr::from_ref(schema), depth);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let (here, below) = self.gather(schema)?;
        let mut most = 0;
        if depth > 0 {
            let any = self.weigh_all(below.get(&Below::AnyMember), depth - 1)?;
            for (at, parts) in &below {
                let of_it = self.weigh_all(Some(parts), depth - 1)?;
                let others = if matches!(at, Below::Member(_)) { any } else { 0 };
                most = most.max(of_it.saturating_add(others));
            }
        }
        let looks = here.saturating_add(most);
        if looks > LOOKS_MAX {
            return Err(TooHeavy);
        }
        self.known.insert(key, looks);
        Ok(looks)
    }

    fn weigh_all(&mut self, parts: Option<&Parts<'a>>, depth: usize) -> Result<u64, TooHeavy> {
        parts.into_iter().flatten().try_fold(0_u64, |looks, (part, times)| {
            Ok(looks.saturating_add(self.weigh(part, depth)?.saturating_mul(*times)))
        })
    }

    /// The looks at the value itself, and what looks below it.
    fn gather(&mut self, schema: &'a Value) -> Result<(u64, HashMap<Below<'a>, Parts<'a>>), TooHeavy> {
        let (mut looks, mut below) = (0_u64, HashMap::<_, Parts<'a>>::new());
        let mut open = vec![(schema, 1_u64)];
        while let Some((schema, times)) = open.pop() {
            (self.steps, looks) = (self.steps + 1, looks.saturating_add(times));
            if looks > LOOKS_MAX || self.steps > STEPS_MAX {
                return Err(TooHeavy);
            }
            let Value::Object(words) = schema else { continue };
            // To know what nobody has looked at, everything is looked at once more.
            let again = words.contains_key("unevaluatedProperties") || words.contains_key("unevaluatedItems");
            let times = if again { times.saturating_mul(2) } else { times };
            for (word, said) in words {
                let place = match word.as_str() {
                    "$ref" => {
                        let name = said.as_str().and_then(|it| it.strip_prefix("#/definitions/"));
                        open.extend(name.and_then(|name| self.parts.get(name)).map(|part| (part, times)));
                        continue;
                    }
                    "allOf" | "anyOf" | "oneOf" | "not" | "if" | "then" | "else" => {
                        open.extend(each(said).map(|part| (part, times)));
                        continue;
                    }
                    "dependentSchemas" | "dependencies" => {
                        open.extend(said.as_object().into_iter().flat_map(Map::values).map(|part| (part, times)));
                        continue;
                    }
                    "properties" => {
                        for (name, part) in said.as_object().into_iter().flatten() {
                            below.entry(Below::Member(name)).or_default().push((part, times));
                        }
                        continue;
                    }
                    "patternProperties" => {
                        let parts = said.as_object().into_iter().flat_map(Map::values);
                        below.entry(Below::AnyMember).or_default().extend(parts.map(|part| (part, times)));
                        continue;
                    }
                    "additionalProperties" | "unevaluatedProperties" | "propertyNames" => Below::AnyMember,
                    "items" | "prefixItems" | "additionalItems" | "unevaluatedItems" | "contains" => Below::Item,
                    _ => continue,
                };
                below.entry(place).or_default().extend(each(said).map(|part| (part, times)));
            }
        }
        Ok((looks, below))
    }
}

/// The schemas of a word that has one or several.
fn each(said: &Value) -> impl Iterator<Item = &Value> {
    let several = said.as_array().map(Vec::as_slice);
    several.unwrap_or(std::slice::from_ref(said)).iter()
}
