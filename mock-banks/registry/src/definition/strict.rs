//! Reads JSON and counts while it reads: a text that is too large, too deep or too crowded is given up at the first sign of
//! it, and a name that stands twice in one object is a fault, because two readers would take different ones of the two.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::DefinitionFaults;

/// The largest definition.
pub(super) const BYTES_MAX: usize = 1024 * 1024;
/// How deep objects and arrays may lie in each other.
const DEPTH_MAX: usize = 48;
/// How many values there may be in all.
const VALUES_MAX: usize = 100_000;

/// Reads a text as one JSON value.
pub(super) fn read(bytes: &[u8]) -> Result<Value, DefinitionFaults> {
    let fault = |problem: String, advice: &str| DefinitionFaults::one("definition", problem, advice);
    if bytes.len() > BYTES_MAX {
        let problem = format!("it is larger than {BYTES_MAX} bytes");
        return Err(fault(problem, "describe less, or split the API into two families"));
    }
    let left = Cell::new(VALUES_MAX);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Seed { depth: 0, left: &left }.deserialize(&mut reader);
    let value = value.and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| fault(format!("it cannot be read: {error}"), "send one JSON object in UTF-8"))
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    depth: usize,
    left: &'a Cell<usize>,
}

impl<'a> Seed<'a> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        let deeper = Self { depth: self.depth + 1, left: self.left };
        if deeper.depth > DEPTH_MAX {
            return Err(E::custom(format_args!("objects and arrays lie deeper than {DEPTH_MAX} in each other")));
        }
        Ok(deeper)
    }

    fn count<E: serde::de::Error>(self) -> Result<(), E> {
        let left = self.left.get().checked_sub(1);
        self.left.set(left.ok_or_else(|| E::custom(format_args!("there are more than {VALUES_MAX} values in it")))?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        self.count()?;
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let inside = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = from.next_element_seed(inside)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let inside = self.deeper()?;
        let mut members = Map::new();
        while let Some(name) = from.next_key::<String>()? {
            let member = from.next_value_seed(inside)?;
            if members.insert(name.clone(), member).is_some() {
                return Err(A::Error::custom(format_args!("the name `{}` stands twice in one object", shorten(&name))));
            }
        }
        Ok(Value::Object(members))
    }
}

fn shorten(name: &str) -> String {
    name.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        read(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn json_is_read_as_it_is() {
        let text = r#"{"a":[1,-2,0.5,"é\n",true,null,{}],"b":{"c":[]}}"#;
        assert_eq!(read(text.as_bytes()).unwrap(), serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn what_is_too_much_or_ambiguous_is_not() {
        assert!(refused(&" ".repeat(BYTES_MAX + 1)).contains("larger"));
        assert!(refused(&"[".repeat(100_000)).contains("deeper than 48"));
        assert!(refused(&format!("[{}]", "0,".repeat(VALUES_MAX))).contains("more than 100000"));
        assert!(refused(r#"{"a":1,"b":{"x":1,"x":2}}"#).contains("`x` stands twice"));
        for text in ["", "{", "nothing", "{} {}", "\u{feff}{}", "[1,]", "{\"a\":NaN}"] {
            assert!(refused(text).contains("cannot be read"), "{text}");
        }
        assert!(read(b"\"\xff\"").is_err());
    }
}
