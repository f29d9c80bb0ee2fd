//! Dates in the query string.
//!
//! Unlike every other date of the standard they carry no offset, and where an app sends one it is ignored: the bank
//! compares in the zone of its own records (this bank's are in UTC). A missing time means midnight.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use moa_kernel::Timestamp;

/// Reads a query date as a moment of this bank's records. Nothing for anything that is not a date.
pub(super) fn parse_query_date(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.split_at_checked(10)?;
    let date: Date = date.parse().ok()?;
    let time = match rest.strip_prefix('T') {
        Some(rest) => parse_time(without_offset(rest)?)?,
        None if rest.is_empty() => Time::midnight(),
        None => return None,
    };
    DateTime::from_parts(date, time).to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
}

/// Drops `Z` or an offset. A plus sign that was not escaped arrives as a space, and still begins an offset.
fn without_offset(text: &str) -> Option<&str> {
    if let Some(time) = text.strip_suffix('Z') {
        return Some(time);
    }
    match text.find(['+', '-', ' ']) {
        None => Some(text),
        Some(at) => {
            let (time, offset) = text.split_at_checked(at)?;
            is_offset(offset).then_some(time)
        }
    }
}

fn is_offset(text: &str) -> bool {
    let mut digits = text.bytes().skip(1).filter(|byte| *byte != b':');
    let count = text.bytes().skip(1).filter(u8::is_ascii_digit).count();
    digits.all(|byte| byte.is_ascii_digit()) && (count == 4 || count == 2)
}

fn parse_time(text: &str) -> Option<Time> {
    // jiff reads "2026" as a time too; the standard wants hours, minutes and seconds apart.
    let colons = text.bytes().filter(|byte| *byte == b':').count();
    if colons == 2 { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        parse_query_date(text).map(|at| at.to_string())
    }

    #[test]
    fn an_offset_is_ignored_and_a_missing_time_is_midnight() {
        let expected = Some("2026-10-01T00:00:00Z".to_owned());
        for text in [
            "2026-10-01T00:00:00",
            "2026-10-01T00:00:00Z",
            "2026-10-01T00:00:00+09:00",
            "2026-10-01T00:00:00 09:00",
            "2026-10-01T00:00:00-0500",
            "2026-10-01",
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(read("2026-10-01T23:59:59.999"), Some("2026-10-01T23:59:59.999Z".to_owned()));
    }

    #[test]
    fn what_is_not_a_date_is_not_guessed_at() {
        for text in [
            "",
            "yesterday",
            "2026-13-01",
            "2026-02-30",
            "2026-10-01T",
            "2026-10-01T25:00:00",
            "2026-10-01T00:00",
            "2026-10-01 00:00:00",
            "01/10/2026",
            "2026-10-01T00:00:00+banana",
            "2026-10-01T00:00:00' OR 1=1--",
            "２026-10-01",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
