//! Days and waits in words.

use jiff::tz::TimeZone;
use moa_kernel::Timestamp;

use super::{Locale, Words};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day: `10 January 2027`, `2027년 1월 10일`. In UTC, as the consent is kept.
pub(crate) fn day(at: Timestamp, locale: Locale) -> String {
    let date = at.to_zoned(TimeZone::UTC).date();
    let (year, month, day) = (date.year(), date.month(), date.day());
    match locale {
        Locale::En => {
            let month =
                usize::try_from(month - 1).ok().and_then(|place| MONTHS.get(place)).copied().unwrap_or_default();
            format!("{day} {month} {year}")
        }
        Locale::Ko => format!("{year}년 {month}월 {day}일"),
    }
}

/// How long something is from now: `30 seconds`, `2 minutes`, rounded up, at least a second.
pub(crate) fn in_words(until: Timestamp, now: Timestamp, words: &Words) -> String {
    let millis = until.duration_since(now).as_millis();
    let seconds = ((millis + 999) / 1000).max(1);
    match seconds {
        1..=90 => words.say_with("seconds", &[("n", &seconds.to_string())]),
        _ => words.say_with("minutes", &[("n", &((seconds + 59) / 60).to_string())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_in_the_customers_language() {
        let at: Timestamp = "2027-01-10T23:59:59Z".parse().unwrap();
        assert_eq!(day(at, Locale::En), "10 January 2027");
        assert_eq!(day(at, Locale::Ko), "2027년 1월 10일");
    }

    #[test]
    fn a_wait_is_rounded_up() {
        let words = Words::parse(r#"{"seconds":"{n} s","minutes":"{n} min"}"#).unwrap();
        let now: Timestamp = "2027-01-10T00:00:00Z".parse().unwrap();
        let wait = |seconds: i64| in_words(now + jiff::SignedDuration::from_secs(seconds), now, &words);
        assert_eq!(wait(15), "15 s");
        assert_eq!(wait(90), "90 s");
        assert_eq!(wait(91), "2 min");
        assert_eq!(wait(900), "15 min");
        assert_eq!(wait(-5), "1 s");
    }
}
