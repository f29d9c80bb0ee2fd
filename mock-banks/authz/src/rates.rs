//! How often someone has knocked. Fixed windows in memory: a restart forgives, and that is fine for a ceiling.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::SignedDuration;
use moa_kernel::Timestamp;

/// More names than this are never remembered; whoever comes after is counted together.
const NAMES_MAX: usize = 10_000;

/// What is counted, and of whom.
type Name = (&'static str, String);

/// A count and when it began.
#[derive(Debug, Clone, Copy)]
struct Window {
    began: Timestamp,
    count: u32,
}

/// The counters of one server.
#[derive(Debug, Default)]
pub(crate) struct Rates(Mutex<HashMap<Name, Window>>);

impl Rates {
    /// Counts one knock. Says whether it was still within `max` per `window`.
    pub(crate) fn knock(
        &self,
        what: &'static str,
        who: &str,
        max: u32,
        window: SignedDuration,
        now: Timestamp,
    ) -> bool {
        let mut counters = self.lock();
        let name = Self::name(&mut counters, what, who, window, now);
        let entry = counters.entry(name).or_insert(Window { began: now, count: 0 });
        if now.duration_since(entry.began) >= window {
            *entry = Window { began: now, count: 0 };
        }
        entry.count = entry.count.saturating_add(1);
        entry.count <= max
    }

    /// Whether the ceiling was reached, without counting.
    pub(crate) fn is_full(
        &self,
        what: &'static str,
        who: &str,
        max: u32,
        window: SignedDuration,
        now: Timestamp,
    ) -> bool {
        let counters = self.lock();
        counters
            .get(&(what, who.to_owned()))
            .is_some_and(|entry| entry.count >= max && now.duration_since(entry.began) < window)
    }

    fn name(
        counters: &mut HashMap<Name, Window>,
        what: &'static str,
        who: &str,
        window: SignedDuration,
        now: Timestamp,
    ) -> Name {
        let name = (what, who.to_owned());
        if counters.len() < NAMES_MAX || counters.contains_key(&name) {
            return name;
        }
        counters.retain(|_, entry| now.duration_since(entry.began) < window);
        if counters.len() < NAMES_MAX { name } else { (what, String::new()) }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Name, Window>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: SignedDuration = SignedDuration::from_mins(1);

    #[test]
    fn a_ceiling_holds_for_its_window_and_for_each_name_alone() {
        let rates = Rates::default();
        let now: Timestamp = "2026-07-14T07:42:00Z".parse().unwrap();
        assert!(rates.knock("door", "a", 2, MINUTE, now));
        assert!(rates.knock("door", "a", 2, MINUTE, now));
        assert!(rates.is_full("door", "a", 2, MINUTE, now));
        assert!(!rates.knock("door", "a", 2, MINUTE, now));
        assert!(rates.knock("door", "b", 2, MINUTE, now));
        assert!(rates.knock("window", "a", 2, MINUTE, now));
        assert!(rates.knock("door", "a", 2, MINUTE, now + MINUTE));
    }

    #[test]
    fn a_flood_of_names_does_not_fill_the_memory() {
        let rates = Rates::default();
        let now: Timestamp = "2026-07-14T07:42:00Z".parse().unwrap();
        for name in 0..20_000 {
            rates.knock("door", &name.to_string(), 1, MINUTE, now);
        }
        assert!(rates.lock().len() <= NAMES_MAX + 1);
        assert!(!rates.knock("door", "one more", 1, MINUTE, now), "the overflow is counted together");
    }
}
