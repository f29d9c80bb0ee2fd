//! Texts that people send: read with the same bounds that the document tells.

use std::borrow::Cow;

use moa_kernel::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer, Serialize, de};
use utoipa::openapi::schema::{ObjectBuilder, Schema};
use utoipa::openapi::{RefOr, Type};
use utoipa::{PartialSchema, ToSchema};

/// Why somebody does something: one line that others will read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Reason(String);

const CHARS_MAX: usize = 300;
/// Begins with something to read, and has no control characters.
const PATTERN: &str = r"^[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$";

impl Reason {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Reason {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let begins = text.chars().next().is_some_and(|first| !first.is_whitespace());
        if !begins || text.chars().count() > CHARS_MAX || text.chars().any(char::is_control) {
            return Err(de::Error::custom(
                "a reason is one to 300 characters on one line, and does not begin with a space",
            ));
        }
        Ok(Self(text))
    }
}

impl PartialSchema for Reason {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(CHARS_MAX));
        let text = text.pattern(Some(PATTERN)).description(Some("Why: one line that others will read."));
        text.examples([serde_json::json!("asked for by the app's owner")]).into()
    }
}

impl ToSchema for Reason {
    fn name() -> Cow<'static, str> {
        "Reason".into()
    }
}

/// A password, no longer than any is.
pub(crate) fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<SecretString, D::Error> {
    let text = SecretString::from(String::deserialize(from)?);
    if text.expose_secret().chars().count() > 1024 {
        return Err(de::Error::custom("no password is longer than 1024 characters"));
    }
    Ok(text)
}

/// A whole number from 1 to `MAX`. `5.0` is one as well, as JSON Schema sees it.
pub(crate) fn whole<'de, D: Deserializer<'de>, const MAX: u32>(from: D) -> Result<u32, D::Error> {
    let number = serde_json::Number::deserialize(from)?.to_string();
    let digits = number.strip_suffix(".0").unwrap_or(&number);
    match digits.parse() {
        Ok(number) if (1..=MAX).contains(&number) => Ok(number),
        _ => Err(de::Error::custom(format!("a whole number from 1 to {MAX} is wanted"))),
    }
}

/// A place in a list: as large as the document says, and no larger.
pub(crate) fn mark<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let mark = u64::deserialize(from)?;
    if i64::try_from(mark).is_err() {
        return Err(de::Error::custom("no list is as long as that"));
    }
    Ok(mark)
}

/// A body that only says why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Because {
    /// Why.
    pub(crate) reason: Reason,
}
