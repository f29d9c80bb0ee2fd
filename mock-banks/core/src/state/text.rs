//! Values in and out of columns: JSON for facts that are only read whole, microseconds for instants that are compared.

use moa_kernel::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StateError;

/// A value as JSON text.
pub(crate) fn to_json<T: Serialize>(what: &'static str, value: &T) -> Result<String, StateError> {
    serde_json::to_string(value).map_err(|_| StateError::Unreadable(what))
}

/// A value from JSON text that [`to_json`] wrote.
pub(crate) fn from_json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StateError> {
    serde_json::from_str(text).map_err(|_| StateError::Unreadable(what))
}

/// An instant from its microseconds.
pub(crate) fn from_micros(micros: i64) -> Result<Timestamp, StateError> {
    Timestamp::from_microsecond(micros).map_err(|_| StateError::Unreadable("instant"))
}

/// An id or code from its text.
pub(crate) fn from_text<T: std::str::FromStr>(what: &'static str, text: &str) -> Result<T, StateError> {
    text.parse().map_err(|_| StateError::Unreadable(what))
}
