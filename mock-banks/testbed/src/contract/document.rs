//! A document and places in it. A place is a value together with the JSON pointer that leads to it, so that whoever finds
//! something can say where.

use serde_json::Value;

/// Longer chains of references are taken for circles.
const CHAIN_MAX: usize = 32;

/// An OpenAPI document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Document<'a> {
    root: &'a Value,
}

/// A value in a document, and where it is.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    pub(crate) value: &'a Value,
    pub(crate) pointer: String,
}

/// Why a reference could not be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BrokenReference {
    #[error("{0} is not in this document: only #/… references are taken")]
    Outside(String),
    #[error("{0} leads to nothing")]
    Nothing(String),
    #[error("{0} goes round in a circle")]
    Circle(String),
}

/// What stands for "nothing said": it allows everything.
static NOTHING: Value = Value::Null;

impl<'a> Document<'a> {
    pub(crate) fn new(root: &'a Value) -> Self {
        Self { root }
    }

    pub(crate) fn root(&self) -> Place<'a> {
        Place { value: self.root, pointer: String::new() }
    }

    /// The place a pointer leads to.
    pub(crate) fn at(&self, pointer: &str) -> Option<Place<'a>> {
        let value = self.root.pointer(pointer)?;
        Some(Place { value, pointer: pointer.to_owned() })
    }

    /// Follows a `$ref`, and what that refers to, to its end. What is no reference stays where it is.
    pub(crate) fn follow(&self, place: Place<'a>) -> Result<Place<'a>, BrokenReference> {
        let mut here = place;
        for _ in 0..CHAIN_MAX {
            let Some(reference) = here.value.get("$ref").and_then(Value::as_str) else { return Ok(here) };
            let Some(pointer) = reference.strip_prefix('#') else {
                return Err(BrokenReference::Outside(reference.to_owned()));
            };
            here = self.at(&percent_decoded(pointer)).ok_or_else(|| BrokenReference::Nothing(reference.to_owned()))?;
        }
        Err(BrokenReference::Circle(here.pointer))
    }

    /// The place, with its reference followed, or nothing when that cannot be done. A check of its own reports those.
    pub(crate) fn resolved(&self, place: Place<'a>) -> Option<Place<'a>> {
        self.follow(place).ok()
    }
}

impl<'a> Place<'a> {
    /// A place about which nothing is said.
    pub(crate) fn unsaid(pointer: String) -> Self {
        Self { value: &NOTHING, pointer }
    }

    /// A member of an object.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self { value, pointer: self.below(key) })
    }

    /// The members of an object, in their order.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a, '_> {
        let members = self.value.as_object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), Self { value, pointer: self.below(key) }))
    }

    /// The elements of an array.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Self> + use<'a, '_> {
        let elements = self.value.as_array().into_iter().flatten().enumerate();
        elements.map(|(at, value)| Self { value, pointer: format!("{}/{at}", self.pointer) })
    }

    /// A text member.
    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// Whether a member says `true`.
    pub(crate) fn says(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or_default()
    }

    fn below(&self, key: &str) -> String {
        format!("{}/{}", self.pointer, key.replace('~', "~0").replace('/', "~1"))
    }
}

/// A reference is a URI fragment: `{` and friends may be written as `%7B`.
pub(super) fn percent_decoded(pointer: &str) -> String {
    if !pointer.contains('%') {
        return pointer.to_owned();
    }
    // `+` means itself in a fragment.
    let pointer = pointer.replace('+', "%2B");
    url::form_urlencoded::parse(pointer.as_bytes()).map(|(key, _)| key.into_owned()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn follow(root: &Value, reference: &str) -> Result<String, BrokenReference> {
        let asked = json!({ "$ref": reference });
        let asked: &'static Value = Box::leak(Box::new(asked));
        let root: &'static Value = Box::leak(Box::new(root.clone()));
        let place = Place { value: asked, pointer: String::new() };
        Document::new(root).follow(place).map(|place| place.pointer)
    }

    #[test]
    fn a_reference_is_followed_to_its_end() {
        let root = json!({ "a": { "$ref": "#/b/x~1y" }, "b": { "x/y": { "type": "string" }, "{id}": {} } });
        assert_eq!(follow(&root, "#/a").unwrap(), "/b/x~1y");
        assert_eq!(follow(&root, "#/b/%7Bid%7D").unwrap(), "/b/{id}");
    }

    #[test]
    fn what_cannot_be_followed_has_a_name() {
        let root = json!({ "round": { "$ref": "#/and" }, "and": { "$ref": "#/round" } });
        assert!(matches!(follow(&root, "#/nothing"), Err(BrokenReference::Nothing(_))));
        assert!(matches!(follow(&root, "other.yaml#/a"), Err(BrokenReference::Outside(_))));
        assert!(matches!(follow(&root, "https://example.com/a.json"), Err(BrokenReference::Outside(_))));
        assert!(matches!(follow(&root, "#/round"), Err(BrokenReference::Circle(_))));
    }
}
