//! One text for one value: keys in the order of their bytes, no space between, numbers and strings as `serde_json` writes
//! them. Two programs that read the same definition get the same hash, whatever order its author wrote it in.

use serde::Serialize;
use serde_json::Value;

/// The canonical JSON of anything that can be written as JSON.
///
/// # Errors
/// When it cannot.
pub(crate) fn canonical<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let mut text = String::new();
    write(&serde_json::to_value(value)?, &mut text);
    Ok(text)
}

/// As deep as the value is; what comes from outside was held to a depth when it was read.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            // Sorted here, because the order a map keeps depends on a feature that any crate may switch on for all.
            members.sort_unstable_by_key(|(name, _)| name.as_bytes());
            text.push('{');
            for (at, (name, member)) in members.into_iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write(member, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_writing_does_not_matter_and_everything_else_does() {
        let read = |text: &str| canonical(&serde_json::from_str::<Value>(text).unwrap()).unwrap();
        assert_eq!(
            read(r#"{"b": [1, 2.5, null], "a": {"é": "\u0041\"", "d": true}}"#),
            read(r#"{"a":{"d":true,"é":"A\""},"b":[1,2.5,null]}"#)
        );
        assert_eq!(read(r#"{"b":1,"a":2}"#), r#"{"a":2,"b":1}"#);
        for (one, other) in [("[1,2]", "[2,1]"), ("1", "1.0"), (r#""1""#, "1"), ("{}", "[]"), (r#"{"a":null}"#, "{}")] {
            assert_ne!(read(one), read(other));
        }
    }
}
