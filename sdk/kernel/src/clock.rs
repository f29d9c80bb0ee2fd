//! Where the time comes from. Code takes `&dyn Clock`; only the outermost `main` decides that it is the real one.

use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

/// Tells the present moment.
pub trait Clock: Send + Sync + 'static {
    /// The present moment, in UTC.
    fn now(&self) -> Timestamp;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the one place where real time enters")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is told to move. Tests travel through expiry with it instead of sleeping.
#[derive(Debug)]
pub struct FrozenClock(Mutex<Timestamp>);

impl FrozenClock {
    /// A clock that stands at `at`.
    #[must_use]
    pub const fn at(at: Timestamp) -> Self {
        Self(Mutex::new(at))
    }

    /// Moves the clock forward (or, with a negative duration, back). It stops at the ends of representable time.
    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.lock();
        *now = now.saturating_add(by).unwrap_or(*now);
    }

    /// Puts the clock to a moment.
    pub fn set(&self, at: Timestamp) {
        *self.lock() = at;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Timestamp> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Clock for FrozenClock {
    fn now(&self) -> Timestamp {
        *self.lock()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let clock = FrozenClock::at("2026-07-14T07:42:00Z".parse().unwrap());
        assert_eq!(clock.now(), clock.now());
        clock.advance(SignedDuration::from_secs(61));
        assert_eq!(clock.now().to_string(), "2026-07-14T07:43:01Z");
    }
}
