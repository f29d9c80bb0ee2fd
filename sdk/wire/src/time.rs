//! Moments as banks write them: the text is kept, reading it is a separate step that may fail.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An ISO 8601 date-time as it was sent. UK Read/Write wants an offset in every body; not every bank remembers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DateTimeText(String);

/// The text is not a date-time with an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a date-time with an offset")]
pub struct NotADateTime;

impl DateTimeText {
    /// Takes the text as it is.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Writes a moment to the second, with the offset spelled out: `2026-11-23T09:00:00+00:00`.
    #[must_use]
    pub fn of(moment: Timestamp) -> Self {
        Self(moment.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The moment the text means.
    ///
    /// # Errors
    /// When it is no date-time, or one without an offset (which names no moment).
    pub fn moment(&self) -> Result<Timestamp, NotADateTime> {
        self.0.parse().map_err(|_| NotADateTime)
    }
}

impl From<&str> for DateTimeText {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl std::fmt::Display for DateTimeText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_kept_and_the_moment_is_read_from_it() {
        let text: DateTimeText = serde_json::from_str("\"2026-11-23T10:00:00.000+01:00\"").unwrap();
        assert_eq!(text.as_str(), "2026-11-23T10:00:00.000+01:00");
        assert_eq!(text.moment().unwrap().to_string(), "2026-11-23T09:00:00Z");
        assert_eq!(DateTimeText::of(text.moment().unwrap()).as_str(), "2026-11-23T09:00:00+00:00");
    }

    #[test]
    fn a_time_without_an_offset_names_no_moment() {
        for wrong in ["", "2026-11-23", "2026-11-23T10:00:00", "yesterday", "2026-13-01T00:00:00Z"] {
            assert_eq!(DateTimeText::from(wrong).moment(), Err(NotADateTime), "{wrong}");
        }
    }
}
