//! A schema, taken apart for comparison: what it refers to followed, what it is composed of (`allOf`) put together.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde_json::Value;

use super::{Document, Place};

/// `allOf` within `allOf` is followed this far.
const COMPOSED_MAX: usize = 16;
/// And over this many members altogether.
const MEMBERS_MAX: usize = 200;

/// What a schema allows. What it does not speak of, it allows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shape<'a> {
    /// The types, without `null`. Nothing said: any.
    pub(crate) types: Option<BTreeSet<&'a str>>,
    /// Whether `null` is allowed.
    pub(crate) nullable: bool,
    /// The only values there are, `null` apart.
    pub(crate) values: Option<Vec<&'a Value>>,
    pub(crate) properties: BTreeMap<&'a str, Place<'a>>,
    pub(crate) required: BTreeSet<&'a str>,
    /// Whether properties that are not named are refused.
    pub(crate) closed: bool,
    /// What properties that are not named look like.
    pub(crate) others: Option<Place<'a>>,
    pub(crate) items: Option<Place<'a>>,
    pub(crate) bounds: BTreeMap<Bounded, Bound>,
    pub(crate) patterns: BTreeSet<&'a str>,
    pub(crate) formats: BTreeSet<&'a str>,
    /// `uniqueItems`, `multipleOf` and `not`: things that are compared as they are written.
    pub(crate) others_said: BTreeSet<String>,
    /// `oneOf` or `anyOf`: a value fits one of them.
    pub(crate) alternatives: Vec<Place<'a>>,
    /// Left unread because there was too much of it.
    pub(crate) too_large: bool,
}

/// What a bound is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Bounded {
    Value,
    Length,
    Items,
    Properties,
}

/// The two ends, each with whether the end itself is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) min: Option<(Decimal, bool)>,
    pub(crate) max: Option<(Decimal, bool)>,
}

impl Bounded {
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Length => "length",
            Self::Items => "number of items",
            Self::Properties => "number of properties",
        }
    }
}

impl<'a> Shape<'a> {
    /// Takes a schema apart. A reference that leads nowhere allows everything: a check of its own reports it.
    pub(crate) fn of(document: Document<'a>, place: &Place<'a>) -> Self {
        let mut shape = Self { nullable: true, ..Self::default() };
        let mut members = 0;
        shape.add(document, place, 0, &mut members);
        shape
    }

    fn add(&mut self, document: Document<'a>, place: &Place<'a>, depth: usize, members: &mut usize) {
        *members += 1;
        if depth > COMPOSED_MAX || *members > MEMBERS_MAX {
            self.too_large = true;
            return;
        }
        let Some(place) = document.resolved(place.clone()) else { return };
        self.add_types(&place);
        self.add_object(&place);
        self.add_bounds(&place);
        self.patterns.extend(place.text("pattern"));
        self.formats.extend(place.text("format"));
        for word in ["uniqueItems", "multipleOf", "not"] {
            if let Some(said) = place.value.get(word).filter(|said| **said != Value::Bool(false)) {
                self.others_said.insert(format!("{word}: {said}"));
            }
        }
        if let Some(items) = place.get("items") {
            self.items = Some(items);
        }
        for word in ["oneOf", "anyOf"] {
            self.alternatives.extend(place.get(word).iter().flat_map(|list| list.elements().collect::<Vec<_>>()));
        }
        let parts: Vec<_> = place.get("allOf").iter().flat_map(|list| list.elements().collect::<Vec<_>>()).collect();
        for part in parts {
            self.add(document, &part, depth + 1, members);
        }
    }

    fn add_types(&mut self, place: &Place<'a>) {
        let mut nullable = place.says("nullable");
        let types: Option<BTreeSet<&str>> = match place.value.get("type") {
            Some(Value::String(one)) => Some(BTreeSet::from([one.as_str()])),
            Some(Value::Array(several)) => Some(several.iter().filter_map(Value::as_str).collect()),
            _ => None,
        };
        if let Some(mut types) = types {
            nullable |= types.remove("null");
            self.nullable &= nullable;
            self.types = Some(match self.types.take() {
                None => types,
                Some(before) => before.intersection(&types).copied().collect(),
            });
        }
        let single = place.value.get("const").map(std::slice::from_ref);
        if let Some(values) = place.value.get("enum").and_then(Value::as_array).map(Vec::as_slice).or(single) {
            self.nullable &= nullable || values.contains(&Value::Null);
            let listed: Vec<_> = values.iter().filter(|value| !value.is_null()).collect();
            self.values = Some(match self.values.take() {
                None => listed,
                Some(before) => before.into_iter().filter(|value| listed.contains(value)).collect(),
            });
        }
    }

    fn add_object(&mut self, place: &Place<'a>) {
        if let Some(properties) = place.get("properties") {
            self.properties.extend(properties.members());
        }
        let required = place.value.get("required").and_then(Value::as_array);
        self.required.extend(required.into_iter().flatten().filter_map(Value::as_str));
        match place.get("additionalProperties") {
            Some(said) if *said.value == Value::Bool(false) => self.closed = true,
            Some(said) if said.value.is_object() => self.others = Some(said),
            _ => {}
        }
    }

    fn add_bounds(&mut self, place: &Place<'a>) {
        let ends = [
            (Bounded::Value, "minimum", "maximum"),
            (Bounded::Length, "minLength", "maxLength"),
            (Bounded::Items, "minItems", "maxItems"),
            (Bounded::Properties, "minProperties", "maxProperties"),
        ];
        for (bounded, min, max) in ends {
            let mut bound =
                Bound { min: end(place, min, "exclusiveMinimum"), max: end(place, max, "exclusiveMaximum") };
            if bounded == Bounded::Value {
                // In 3.1 the exclusive ends are numbers of their own.
                bound.min = higher(bound.min, number(place, "exclusiveMinimum").map(|end| (end, true)));
                bound.max = lower(bound.max, number(place, "exclusiveMaximum").map(|end| (end, true)));
            } else if bound.min.is_some_and(|(end, _)| end.is_zero()) {
                bound.min = None;
            }
            let known = self.bounds.entry(bounded).or_default();
            *known = Bound { min: higher(known.min, bound.min), max: lower(known.max, bound.max) };
        }
    }
}

fn end(place: &Place<'_>, key: &str, exclusive: &str) -> Option<(Decimal, bool)> {
    let of_value = matches!(key, "minimum" | "maximum");
    number(place, key).map(|end| (end, of_value && place.says(exclusive)))
}

fn number(place: &Place<'_>, key: &str) -> Option<Decimal> {
    let Some(Value::Number(number)) = place.value.get(key) else { return None };
    let text = number.to_string();
    text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok())
}

/// The tighter of two lower ends.
fn higher(one: Option<(Decimal, bool)>, other: Option<(Decimal, bool)>) -> Option<(Decimal, bool)> {
    one.max(other)
}

/// The tighter of two upper ends.
fn lower(one: Option<(Decimal, bool)>, other: Option<(Decimal, bool)>) -> Option<(Decimal, bool)> {
    match (one, other) {
        (Some((a, a_out)), Some((b, b_out))) if a == b => Some((a, a_out || b_out)),
        (Some(a), Some(b)) => Some(if a.0 < b.0 { a } else { b }),
        (one, other) => one.or(other),
    }
}

impl Bound {
    /// Whether something that `self` takes is refused by `other` at the lower end.
    pub(crate) fn is_cut_below_by(&self, other: &Self) -> bool {
        other.min.is_some() && higher(self.min, other.min) != self.min
    }

    /// Whether something that `self` takes is refused by `other` at the upper end.
    pub(crate) fn is_cut_above_by(&self, other: &Self) -> bool {
        other.max.is_some() && lower(self.max, other.max) != self.max
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_composed_is_put_together_at_its_tightest() {
        let root = json!({ "s": { "allOf": [{ "$ref": "#/base" }, { "maxLength": 9, "required": ["b"] }] },
            "base": { "type": "string", "maxLength": 12, "required": ["a"], "nullable": true } });
        let document = Document::new(&root);
        let shape = Shape::of(document, &document.at("/s").unwrap());
        assert_eq!(shape.required, BTreeSet::from(["a", "b"]));
        assert_eq!(shape.bounds[&Bounded::Length].max, Some((Decimal::from(9), false)));
        assert!(shape.nullable && !shape.too_large);
    }

    #[test]
    fn one_that_contains_itself_comes_to_an_end() {
        let root = json!({ "s": { "allOf": [{ "$ref": "#/s" }, { "$ref": "#/s" }] } });
        let document = Document::new(&root);
        assert!(Shape::of(document, &document.at("/s").unwrap()).too_large);
    }

    #[test]
    fn an_end_that_is_left_out_is_tighter() {
        let bound = |max: &str, out| Bound { min: None, max: Some((max.parse().unwrap(), out)) };
        assert!(bound("5", false).is_cut_above_by(&bound("5", true)));
        assert!(!bound("5", true).is_cut_above_by(&bound("5", false)));
        assert!(Bound::default().is_cut_above_by(&bound("5", false)));
        assert!(!bound("5", false).is_cut_above_by(&Bound::default()));
    }
}
