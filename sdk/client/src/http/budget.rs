//! How much of a bank's patience we use: a few requests in flight, and none before the time it named.

use std::sync::Mutex;
use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::error::HttpError;
use super::limits::Limits;
use super::skew::read_http_date;
use super::sleeper::Sleeper;

/// No honest bank asks for more than a day; more would only be a way to switch a link off for ever.
const LONGEST_HOLD: Duration = Duration::from_secs(24 * 60 * 60);

/// One bank's budget.
pub(super) struct Budget {
    slots: Semaphore,
    not_before: Mutex<Option<Timestamp>>,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { slots: Semaphore::new(limits.in_flight.max(1)), not_before: Mutex::new(None) }
    }

    /// Waits for a place among the requests in flight, and for the time the bank named if that is near. If it is far, the
    /// caller gets the error at once and nothing is sent.
    pub(super) async fn slot(
        &self,
        now: Timestamp,
        limits: &Limits,
        sleeper: &dyn Sleeper,
    ) -> Result<SemaphorePermit<'_>, HttpError> {
        let slot = self.slots.acquire().await.map_err(|_| HttpError::Unsendable)?;
        match self.wait_at(now) {
            Some(wait) if wait > limits.longest_pause => Err(HttpError::RateLimited(Some(wait))),
            Some(wait) => {
                sleeper.sleep(wait).await;
                Ok(slot)
            }
            None => Ok(slot),
        }
    }

    /// The bank asked not to be called for a while.
    pub(super) fn hold_off(&self, now: Timestamp, time: Duration) {
        let time = SignedDuration::try_from(time.min(LONGEST_HOLD)).unwrap_or(SignedDuration::ZERO);
        *self.lock() = now.checked_add(time).ok();
    }

    fn wait_at(&self, now: Timestamp) -> Option<Duration> {
        let left = self.lock().map(|until| until.duration_since(now))?;
        Duration::try_from(left).ok().filter(|left| !left.is_zero())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Timestamp>> {
        self.not_before.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// What `Retry-After` says: seconds, or a moment (RFC 9110 §10.2.3).
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let time = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => Duration::try_from(read_http_date(text)?.duration_since(now)).unwrap_or_default(),
    };
    Some(time.min(LONGEST_HOLD))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::sleeper::tests::Notes;

    fn now() -> Timestamp {
        "2026-07-14T07:42:00Z".parse().unwrap()
    }

    #[tokio::test]
    async fn a_near_time_is_waited_for_and_a_far_one_given_back() {
        let limits = Limits::default();
        let (budget, sleeper) = (Budget::new(&limits), Notes::default());
        budget.hold_off(now(), Duration::from_secs(5));
        drop(budget.slot(now(), &limits, &sleeper).await.unwrap());
        assert_eq!(*sleeper.0.lock().unwrap(), [Duration::from_secs(5)]);

        budget.hold_off(now(), Duration::from_secs(900));
        let far = budget.slot(now(), &limits, &sleeper).await.map(|_| ());
        assert_eq!(far, Err(HttpError::RateLimited(Some(Duration::from_secs(900)))));
        let later = now() + SignedDuration::from_secs(901);
        assert!(budget.slot(later, &limits, &sleeper).await.is_ok());
    }

    #[tokio::test]
    async fn no_more_than_the_agreed_number_are_in_flight() {
        let limits = Limits { in_flight: 2, ..Limits::default() };
        let budget = Budget::new(&limits);
        let _one = budget.slot(now(), &limits, &Notes::default()).await.unwrap();
        let two = budget.slot(now(), &limits, &Notes::default()).await.unwrap();
        assert_eq!(budget.slots.available_permits(), 0);
        drop(two);
        assert_eq!(budget.slots.available_permits(), 1);
    }

    #[test]
    fn retry_after_is_seconds_or_a_moment_and_never_more_than_a_day() {
        let says = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            retry_after(&headers, now())
        };
        assert_eq!(says("120"), Some(Duration::from_secs(120)));
        assert_eq!(says("Tue, 14 Jul 2026 07:43:00 GMT"), Some(Duration::from_secs(60)));
        assert_eq!(says("Tue, 14 Jul 2020 07:43:00 GMT"), Some(Duration::ZERO));
        assert_eq!(says("999999999999"), Some(LONGEST_HOLD));
        assert_eq!(says("soon"), None);
        assert_eq!(says("-5"), None);
    }
}
