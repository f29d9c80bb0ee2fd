//! From words like "the last three months" to two moments. Days are days of the bank's records, which are in UTC.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span};
use moa_kernel::{Date, Timestamp};

use super::given::{Given, Values};
use super::{Count, Day, Period};
use crate::port::Window;

/// The window a period means today. Nothing when a parameter is missing or of another kind, which a checked recipe's never
/// is, or when the days are beyond the calendar.
pub(super) fn window(period: &Period, values: &Values, today: Date) -> Option<Window> {
    let (first, last) = match period {
        Period::LastMonths(count) => {
            let before = i64::from(number(count, values)?).checked_sub(1)?;
            (today.first_of_month().checked_sub(Span::new().try_months(before).ok()?).ok()?, today)
        }
        Period::LastDays(count) => {
            let before = i64::from(number(count, values)?).checked_sub(1)?;
            (today.checked_sub(Span::new().try_days(before).ok()?).ok()?, today)
        }
        Period::Between { from, to } => (day(from, values)?, day(to, values)?),
    };
    Some(Window { from: Some(begin(first)?), to: Some(end(last)?) })
}

fn number(count: &Count, values: &Values) -> Option<u32> {
    let number = match count {
        Count::Fixed(number) => *number,
        Count::Parameter(name) => match values.get(name)? {
            Given::Integer(number) => u32::try_from(*number).ok()?,
            Given::Date(_) | Given::Text(_) => return None,
        },
    };
    (number > 0).then_some(number)
}

fn day(day: &Day, values: &Values) -> Option<Date> {
    match day {
        Day::Fixed(day) => Some(*day),
        Day::Parameter(name) => match values.get(name)? {
            Given::Date(day) => Some(*day),
            Given::Integer(_) | Given::Text(_) => None,
        },
    }
}

fn begin(day: Date) -> Option<Timestamp> {
    day.to_datetime(Time::midnight()).to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
}

/// The last millisecond of a day: both ends of a window belong to it.
fn end(day: Date) -> Option<Timestamp> {
    begin(day.tomorrow().ok()?)?.checked_sub(SignedDuration::from_millis(1)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(period: &str, values: &[(&str, Given)]) -> Option<(String, String)> {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        let period = serde_json::from_str(period).unwrap();
        let window = window(&period, &values, "2026-03-30".parse().unwrap())?;
        Some((window.from?.to_string(), window.to?.to_string()))
    }

    fn span(from: &str, to: &str) -> Option<(String, String)> {
        Some((format!("{from}T00:00:00Z"), format!("{to}T23:59:59.999Z")))
    }

    #[test]
    fn months_are_calendar_months_and_this_one_is_the_first() {
        let months = |n| told(r#"{"last-months":"months"}"#, &[("months", Given::Integer(n))]);
        assert_eq!(months(1), span("2026-03-01", "2026-03-30"));
        assert_eq!(months(2), span("2026-02-01", "2026-03-30"));
        assert_eq!(months(13), span("2025-03-01", "2026-03-30"));
        assert_eq!(told(r#"{"last-months":2}"#, &[]), span("2026-02-01", "2026-03-30"));
    }

    #[test]
    fn days_are_counted_with_today_and_between_means_both_ends() {
        assert_eq!(told(r#"{"last-days":1}"#, &[]), span("2026-03-30", "2026-03-30"));
        assert_eq!(told(r#"{"last-days":31}"#, &[]), span("2026-02-28", "2026-03-30"));
        let since = [("since", Given::Date("2024-02-29".parse().unwrap()))];
        let between = r#"{"between":{"from":"since","to":"2024-03-01"}}"#;
        assert_eq!(told(between, &since), span("2024-02-29", "2024-03-01"));
    }

    #[test]
    fn what_no_calendar_has_is_no_window() {
        for n in [0, -1, i64::MAX, 4_000_000_000] {
            assert_eq!(told(r#"{"last-months":"n"}"#, &[("n", Given::Integer(n))]), None, "{n}");
        }
        assert_eq!(told(r#"{"last-months":"n"}"#, &[]), None);
        assert_eq!(told(r#"{"last-days":"n"}"#, &[("n", Given::Text("3".to_owned()))]), None);
        assert_eq!(told(r#"{"between":{"from":"9999-12-31","to":"9999-12-31"}}"#, &[]), None);
    }
}
