//! How long a login has to wait after failing: not at all at first, then longer and longer, never for ever.
//!
//! Waits are counted twice. Once for a login *and a place* ([`super::Place`]), where they grow quickly to a quarter of an
//! hour: a stranger who guesses at the very end of every wait keeps himself out and nobody else. Once for the login over
//! all addresses together, which is far looser, against one who guesses from a thousand places: it begins after a thousand
//! failures and never holds anybody for longer than a minute. A browser in which the customer has logged in before is a
//! place of its own that neither count touches (OWASP calls this device cookies): whatever strangers do, and even if all
//! share one address as on a loopback interface, its owner gets in. A day of quiet forgets everything.
//!
//! The sums are pure: a count and two instants.

use jiff::SignedDuration;
use moa_kernel::Timestamp;

/// After so much quiet, failures are forgotten.
pub(super) const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// How failures are paid for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waits {
    /// So many failures cost nothing: people mistype.
    free: u32,
    /// The first wait; each further failure doubles it.
    first: SignedDuration,
    /// The longest wait.
    longest: SignedDuration,
}

/// For one login at one place.
pub(super) const AT_ONE_PLACE: Waits =
    Waits { free: 4, first: SignedDuration::from_secs(15), longest: SignedDuration::from_mins(15) };
/// For one login, wherever the tries come from.
pub(super) const ANYWHERE: Waits =
    Waits { free: 1000, first: SignedDuration::from_secs(1), longest: SignedDuration::from_mins(1) };

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
    pub(super) fn locked_until(self, waits: Waits, now: Timestamp) -> Option<Timestamp> {
        let until = self.last_at.saturating_add(waits.after(self.count)).ok()?;
        (until > now).then_some(until)
    }

    /// What stands in the books after one more failure at `now`.
    pub(super) fn one_more(before: Option<Self>, now: Timestamp) -> Self {
        let remembered = before.filter(|failures| now.duration_since(failures.last_at) < FORGOTTEN_AFTER);
        Self { count: remembered.map_or(0, |failures| failures.count).saturating_add(1), last_at: now }
    }
}

impl Waits {
    fn after(self, failures: u32) -> SignedDuration {
        let Some(paid) = failures.checked_sub(self.free + 1) else { return SignedDuration::ZERO };
        let factor = 2_i32.checked_pow(paid).unwrap_or(i32::MAX);
        self.first.checked_mul(factor).map_or(self.longest, |wait| wait.min(self.longest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-07-14T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn waits_grow_and_then_stop_growing() {
        let seconds: Vec<i64> = (0..14).map(|failures| AT_ONE_PLACE.after(failures).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(AT_ONE_PLACE.after(u32::MAX), SignedDuration::from_mins(15));
        let seconds = [1000, 1001, 1002, 1007, 5000].map(|failures| ANYWHERE.after(failures).as_secs());
        assert_eq!(seconds, [0, 1, 2, 60, 60]);
    }

    #[test]
    fn a_wait_ends() {
        let failures = Failures { count: 5, last_at: noon() };
        assert_eq!(failures.locked_until(AT_ONE_PLACE, noon()), Some("2026-07-14T12:00:15Z".parse().unwrap()));
        assert_eq!(failures.locked_until(AT_ONE_PLACE, "2026-07-14T12:00:15Z".parse().unwrap()), None);
    }

    #[test]
    fn a_day_of_quiet_forgets() {
        let many = Some(Failures { count: 9, last_at: noon() });
        assert_eq!(Failures::one_more(many, noon()).count, 10);
        assert_eq!(Failures::one_more(many, "2026-07-15T12:00:00Z".parse().unwrap()).count, 1);
    }
}
