//! JSON that is kept as the bank wrote it, down to the digits.
//!
//! `serde_json` would turn a JSON number into a float; money and rates must never pass through one. And a record's
//! original text is worth keeping, because it holds what this version does not understand yet.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Any one JSON value, as its text. Two are equal when their texts are.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Raw(Box<RawValue>);

impl Raw {
    /// Writes a value down as JSON.
    ///
    /// # Errors
    /// When the value has no JSON form.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    /// Takes a text that must be one JSON value.
    ///
    /// # Errors
    /// When it is not.
    pub fn from_text(text: String) -> Result<Self, serde_json::Error> {
        RawValue::from_string(text).map(Self)
    }

    /// The text, byte for byte.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.get()
    }

    /// Reads it as something known.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.text())
    }
}

impl PartialEq for Raw {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl Eq for Raw {}

impl fmt::Debug for Raw {
    /// Only the length: the text is a customer's data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} bytes)", self.text().len())
    }
}

/// A JSON number, as its digits. `0.8710` stays `0.8710`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ExactNumber(Raw);

/// The text is not a JSON number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON number")]
pub struct NotANumber;

impl ExactNumber {
    /// Takes digits.
    ///
    /// # Errors
    /// When they are not a JSON number.
    pub fn new(digits: impl Into<String>) -> Result<Self, NotANumber> {
        Raw::from_text(digits.into()).map_err(|_| NotANumber).and_then(Self::from_raw)
    }

    /// The digits as they were sent.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.0.text()
    }

    fn from_raw(raw: Raw) -> Result<Self, NotANumber> {
        let first = raw.text().as_bytes().first().copied().unwrap_or_default();
        if first == b'-' || first.is_ascii_digit() { Ok(Self(raw)) } else { Err(NotANumber) }
    }
}

impl<'de> Deserialize<'de> for ExactNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Raw::deserialize(deserializer).and_then(|raw| Self::from_raw(raw).map_err(serde::de::Error::custom))
    }
}

impl fmt::Debug for ExactNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExactNumber({})", self.digits())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_every_digit() {
        for digits in
            ["0.8710", "1.10000000000000000000000000001", "-7", "1e-5", "340282366920938463463374607431768211456"]
        {
            let number: ExactNumber = serde_json::from_str(digits).unwrap();
            assert_eq!(number.digits(), digits);
            assert_eq!(serde_json::to_string(&number).unwrap(), digits);
        }
    }

    #[test]
    fn only_a_number_is_a_number() {
        for wrong in ["\"1.5\"", "null", "true", "[1]", "{}"] {
            assert!(serde_json::from_str::<ExactNumber>(wrong).is_err(), "{wrong}");
        }
        for wrong in ["", "NaN", "+1", "1,5", ".5", "01"] {
            assert_eq!(ExactNumber::new(wrong), Err(NotANumber), "{wrong}");
        }
    }

    #[test]
    fn raw_keeps_the_text_and_does_not_show_it() {
        let raw: Raw = serde_json::from_str("{ \"iban\" : \"GB33\" ,\"n\":1.50 }").unwrap();
        assert_eq!(raw.text(), "{ \"iban\" : \"GB33\" ,\"n\":1.50 }");
        assert_eq!(format!("{raw:?}"), "Raw(29 bytes)");
    }
}
