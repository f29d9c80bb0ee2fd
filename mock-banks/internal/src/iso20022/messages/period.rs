//! A window of time as a [`ReportingPeriod`], and back. The standard keeps days and times of day apart and has no open
//! start; both ends are written in UTC, to the last digit of the clock.

use jiff::Timestamp;

use super::request::{Dates, QueryType, ReportingPeriod, Times};

/// The first day there is: an open start.
const FIRST_DAY: &str = "0001-01-01";

/// The period is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reporting period is made of days, and of times of day with their offset")]
pub struct NotAPeriod;

impl ReportingPeriod {
    /// The period between two moments, both belonging to it. No period at all when both ends are open.
    #[must_use]
    pub fn between(from: Option<Timestamp>, to: Option<Timestamp>) -> Option<Self> {
        if from.is_none() && to.is_none() {
            return None;
        }
        let (from_day, from_time) =
            from.map_or_else(|| (FIRST_DAY.to_owned(), "00:00:00Z".to_owned()), |from| split(&from));
        let (to_day, to_time) = to.map(|to| split(&to)).unzip();
        Some(Self {
            dates: Dates { from: from_day, to: to_day },
            times: Some(Times { from: from_time, to: to_time }),
            query: QueryType::All,
        })
    }

    /// The two moments. Without times of day, whole days of UTC.
    ///
    /// # Errors
    /// When an end is no day or no time, or a time has no offset.
    pub fn ends(&self) -> Result<(Timestamp, Option<Timestamp>), NotAPeriod> {
        let from_time = self.times.as_ref().map_or("00:00:00Z", |times| &times.from);
        let to_time = self.times.as_ref().and_then(|times| times.to.as_deref()).unwrap_or("23:59:59.999999999Z");
        let to = self.dates.to.as_deref().map(|day| join(day, to_time)).transpose()?;
        Ok((join(&self.dates.from, from_time)?, to))
    }
}

fn split(moment: &Timestamp) -> (String, String) {
    let text = moment.to_string();
    let (day, time) = text.split_once('T').unwrap_or((&text, "00:00:00Z"));
    (day.to_owned(), time.to_owned())
}

fn join(day: &str, time: &str) -> Result<Timestamp, NotAPeriod> {
    format!("{day}T{time}").parse().map_err(|_| NotAPeriod)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period(from: &str, to: Option<&str>, times: Option<(&str, Option<&str>)>) -> ReportingPeriod {
        ReportingPeriod {
            dates: Dates { from: from.to_owned(), to: to.map(str::to_owned) },
            times: times.map(|(from, to)| Times { from: from.to_owned(), to: to.map(str::to_owned) }),
            query: QueryType::All,
        }
    }

    #[test]
    fn days_alone_are_whole_days() {
        let (from, to) = period("2026-10-01", Some("2026-10-31"), None).ends().unwrap();
        assert_eq!(from.to_string(), "2026-10-01T00:00:00Z");
        assert_eq!(to.unwrap().to_string(), "2026-10-31T23:59:59.999999999Z");
    }

    #[test]
    fn a_time_carries_its_offset_or_is_refused() {
        let seoul = period("2026-10-01", None, Some(("09:00:00+09:00", None)));
        assert_eq!(seoul.ends().unwrap().0.to_string(), "2026-10-01T00:00:00Z");
        assert_eq!(period("2026-10-01", None, Some(("09:00:00", None))).ends(), Err(NotAPeriod));
        assert_eq!(period("yesterday", None, None).ends(), Err(NotAPeriod));
        assert_eq!(period("2026-13-01", None, None).ends(), Err(NotAPeriod));
    }

    #[test]
    fn an_open_window_is_no_period() {
        assert_eq!(ReportingPeriod::between(None, None), None);
        let until = Timestamp::from_second(1_790_000_000).unwrap();
        let (from, to) = ReportingPeriod::between(None, Some(until)).unwrap().ends().unwrap();
        assert!(from < Timestamp::from_second(-60_000_000_000).unwrap() && to == Some(until));
    }

    proptest! {
        #[test]
        fn no_moment_moves(from in any::<i32>(), micros in 0_i32..1_000_000, to in any::<i32>()) {
            let from = Timestamp::new(from.into(), micros * 1000).unwrap_or(Timestamp::UNIX_EPOCH);
            let to = Timestamp::from_second(to.into()).unwrap();
            let ends = ReportingPeriod::between(Some(from), Some(to)).unwrap().ends().unwrap();
            prop_assert_eq!(ends, (from, Some(to)));
        }
    }
}
