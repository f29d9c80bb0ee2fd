//! The days of a history: from so many months ago up to yesterday. Today is left to the pending items.

use jiff::Span;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use moa_kernel::{Date, Timestamp};

/// The days of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Calendar {
    /// The first day.
    pub(super) first: Date,
    /// The day after the last.
    pub(super) today: Date,
}

impl Calendar {
    /// So many months up to yesterday. The mock banks' days are UTC days.
    pub(super) fn up_to(now: Timestamp, months: u32) -> Self {
        let today = now.to_zoned(TimeZone::UTC).date();
        let back = Span::new().try_months(months).and_then(|span| today.checked_sub(span));
        Self { first: back.unwrap_or(today), today }
    }

    /// Every day of the history.
    pub(super) fn days(self) -> impl Iterator<Item = Date> {
        let next = |day: &Date| day.tomorrow().ok();
        std::iter::successors(Some(self.first), next).take_while(move |day| *day < self.today)
    }

    /// A day of each month of the history, where the month has it and the history reaches it.
    pub(super) fn each_month_on(self, day: i8) -> impl Iterator<Item = Date> {
        self.days().filter(move |date| date.day() == day)
    }

    /// The last day of each month of the history.
    pub(super) fn month_ends(self) -> impl Iterator<Item = Date> {
        self.days().filter(|date| date.day() == date.days_in_month())
    }

    /// Whether a day belongs to the history.
    pub(super) fn has(self, day: Date) -> bool {
        self.first <= day && day < self.today
    }
}

/// A moment of a day, in seconds after midnight.
pub(super) fn at(day: Date, seconds: i64) -> Timestamp {
    let midnight = day.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp());
    midnight.saturating_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(midnight)
}

/// The day, or the last working day before it.
pub(super) fn working_day_before(day: Date) -> Date {
    let back = match day.weekday() {
        Weekday::Saturday => 1,
        Weekday::Sunday => 2,
        _ => 0,
    };
    later(day, -back)
}

/// So many days later (or earlier).
pub(super) fn later(day: Date, days: i64) -> Date {
    Span::new().try_days(days).and_then(|span| day.checked_add(span)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_history_ends_yesterday() {
        let calendar = Calendar::up_to("2026-03-31T10:00:00Z".parse().unwrap(), 1);
        let days: Vec<_> = calendar.days().collect();
        assert_eq!(days.first(), Some(&date(2026, 2, 28)));
        assert_eq!(days.last(), Some(&date(2026, 3, 30)));
        assert_eq!(calendar.month_ends().collect::<Vec<_>>(), [date(2026, 2, 28)]);
        assert_eq!(Calendar::up_to("2026-03-31T10:00:00Z".parse().unwrap(), 0).days().count(), 0);
    }

    #[test]
    fn pay_never_comes_on_a_weekend() {
        assert_eq!(working_day_before(date(2026, 7, 25)), date(2026, 7, 24));
        assert_eq!(working_day_before(date(2026, 7, 26)), date(2026, 7, 24));
        assert_eq!(working_day_before(date(2026, 7, 27)), date(2026, 7, 27));
    }
}
