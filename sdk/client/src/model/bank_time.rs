//! A time as a bank says it: always a calendar day, sometimes a moment.

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// A day in the bank's own calendar and, when the bank gave the zone, the moment.
///
/// The day is the one that was written: `2026-03-29T00:30:00+02:00` is 29 March, whatever the date is in UTC or where
/// the reader is. A text without a zone has no moment, because guessing one would shift it. The text itself is kept.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BankTime {
    day: Date,
    at: Option<Timestamp>,
    text: String,
}

/// The text is neither an ISO 8601 date nor a date-time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a time is an ISO 8601 date, or date and time")]
pub struct NotATime;

/// Longer than any date-time with fractions and a zone; anything beyond it is not a time.
const MAX_TEXT: usize = 64;

/// As long as a date without a time.
const DAY_TEXT: usize = "2026-11-23".len();

impl BankTime {
    /// Reads a date, a date-time, or a date-time with an offset.
    ///
    /// # Errors
    /// When the text is none of them.
    pub fn new(text: impl Into<String>) -> Result<Self, NotATime> {
        let text = text.into();
        if text.len() > MAX_TEXT {
            return Err(NotATime);
        }
        // The civil part is read on its own, so that the day is never computed from a moment.
        let civil: DateTime = written_day_and_time(&text).ok_or(NotATime)?;
        let at = text.parse::<Timestamp>().ok().or_else(|| text.parse::<Zoned>().ok().map(|zoned| zoned.timestamp()));
        Ok(Self { day: civil.date(), at, text })
    }

    /// A whole day of the bank's calendar.
    #[must_use]
    pub fn on(day: Date) -> Self {
        Self { day, at: None, text: day.to_string() }
    }

    /// The day the bank wrote.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.day
    }

    /// The moment, when the bank gave a zone.
    #[must_use]
    pub const fn at(&self) -> Option<Timestamp> {
        self.at
    }

    /// Whether the bank wrote the very beginning of the day, zone or no zone.
    #[must_use]
    pub fn is_midnight(&self) -> bool {
        written_day_and_time(&self.text).is_some_and(|written| written.time() == jiff::civil::Time::midnight())
            && self.text.len() > DAY_TEXT
    }

    /// The text as the bank wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn written_day_and_time(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once(['T', 't', ' ']).map_or((text, None), |(date, time)| (date, Some(time)));
    let date: Date = date.parse().ok()?;
    let Some(time) = time else { return Some(date.into()) };
    let zone_starts = time.find(['Z', 'z', '+', '-', '[']).unwrap_or(time.len());
    let clock = time.get(..zone_starts)?;
    clock.parse::<jiff::civil::Time>().ok().map(|clock| date.to_datetime(clock))
}

impl PartialOrd for BankTime {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for BankTime {
    /// By day first: a bank's calendar orders its records even where moments are missing.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.day, self.at, &self.text).cmp(&(other.day, other.at, &other.text))
    }
}

impl fmt::Display for BankTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for BankTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BankTime({})", self.text)
    }
}

impl TryFrom<String> for BankTime {
    type Error = NotATime;
    fn try_from(text: String) -> Result<Self, NotATime> {
        Self::new(text)
    }
}

impl From<BankTime> for String {
    fn from(time: BankTime) -> Self {
        time.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_one_that_was_written() {
        let time = BankTime::new("2026-03-29T00:30:00+02:00").unwrap();
        assert_eq!(time.day().to_string(), "2026-03-29");
        assert_eq!(time.at().unwrap().to_string(), "2026-03-28T22:30:00Z");
        assert_eq!(time.as_str(), "2026-03-29T00:30:00+02:00");
    }

    #[test]
    fn without_a_zone_there_is_no_moment() {
        for text in ["2026-11-20", "2026-11-20T09:00:00", "2026-11-20T09:00:00.123"] {
            let time = BankTime::new(text).unwrap();
            assert_eq!((time.day().to_string().as_str(), time.at()), ("2026-11-20", None), "{text}");
        }
    }

    #[test]
    fn midnight_is_written_and_a_mere_day_is_none() {
        let midnight = |text: &str| BankTime::new(text).unwrap().is_midnight();
        assert!(midnight("2026-11-20T00:00:00+00:00") && midnight("2026-11-20T00:00:00+09:00"));
        assert!(!midnight("2026-11-20") && !midnight("2026-11-20T00:00:01Z") && !midnight("2026-11-20T12:00:00Z"));
    }

    #[test]
    fn what_is_not_a_time_is_refused() {
        for text in ["", "yesterday", "20/11/2026", "2026-02-30", "2026-11-20T25:00:00Z", "2026-11-20Tnoon"] {
            assert_eq!(BankTime::new(text), Err(NotATime), "{text}");
        }
    }
}
