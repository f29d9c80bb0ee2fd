//! How long a login has to wait after failing: not at all at first, then longer and longer, never for ever.
//!
//! Pure sums over a count and two instants. The longest wait is a quarter of an hour, so a stranger who keeps guessing can
//! slow an owner down but not shut them out; a day of quiet forgets everything.

use jiff::SignedDuration;
use moa_kernel::Timestamp;

/// So many failures cost nothing: people mistype.
const FREE_FAILURES: u32 = 4;
/// The first wait; each further failure doubles it.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(15);
/// The longest wait.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);
/// After so much quiet, failures are forgotten.
pub(super) const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// The failures a login has behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failures {
    /// How many in a row.
    pub(super) count: u32,
    /// When the last one was.
    pub(super) last_at: Timestamp,
}

impl Failures {
    /// Until when the login has to wait, if it has to wait at `now`.
    pub(super) fn locked_until(self, now: Timestamp) -> Option<Timestamp> {
        let until = self.last_at.saturating_add(wait(self.count)).ok()?;
        (until > now).then_some(until)
    }

    /// What stands in the books after one more failure at `now`.
    pub(super) fn one_more(before: Option<Self>, now: Timestamp) -> Self {
        let remembered = before.filter(|failures| now.duration_since(failures.last_at) < FORGOTTEN_AFTER);
        Self { count: remembered.map_or(0, |failures| failures.count).saturating_add(1), last_at: now }
    }
}

fn wait(failures: u32) -> SignedDuration {
    let Some(paid) = failures.checked_sub(FREE_FAILURES + 1) else { return SignedDuration::ZERO };
    let factor = 2_i32.checked_pow(paid).unwrap_or(i32::MAX);
    FIRST_WAIT.checked_mul(factor).map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-07-14T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn waits_grow_and_then_stop_growing() {
        let seconds: Vec<i64> = (0..14).map(|failures| wait(failures).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(wait(u32::MAX), LONGEST_WAIT);
    }

    #[test]
    fn a_wait_ends() {
        let failures = Failures { count: 5, last_at: noon() };
        assert_eq!(failures.locked_until(noon()), Some("2026-07-14T12:00:15Z".parse().unwrap()));
        assert_eq!(failures.locked_until("2026-07-14T12:00:15Z".parse().unwrap()), None);
    }

    #[test]
    fn a_day_of_quiet_forgets() {
        let many = Some(Failures { count: 9, last_at: noon() });
        assert_eq!(Failures::one_more(many, noon()).count, 10);
        assert_eq!(Failures::one_more(many, "2026-07-15T12:00:00Z".parse().unwrap()).count, 1);
    }
}
