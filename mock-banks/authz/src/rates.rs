//! How often someone has knocked. Fixed windows in memory: a restart forgives, and that is fine for a ceiling.
//!
//! When a flood of names fills the memory, the half of them that knocked least is forgotten: those that are near their
//! ceiling stay counted, and nobody is refused for what others did.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::SignedDuration;
use moa_kernel::Timestamp;

/// More names than this are never remembered.
const NAMES_MAX: usize = 10_000;

/// What is counted, and of whom.
type Name = (&'static str, String);

/// A count and when it began.
#[derive(Debug, Clone, Copy)]
struct Window {
    began: Timestamp,
    lasts: SignedDuration,
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
        let name = (what, who.to_owned());
        if counters.len() >= NAMES_MAX && !counters.contains_key(&name) {
            make_room(&mut counters, now);
        }
        let entry = counters.entry(name).or_insert(Window { began: now, lasts: window, count: 0 });
        if now.duration_since(entry.began) >= window {
            *entry = Window { began: now, lasts: window, count: 0 };
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

    fn lock(&self) -> MutexGuard<'_, HashMap<Name, Window>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Forgets windows that are over and then, if need be, the quieter half. So much room is made at once that the work, spread
/// over the knocks that fill it again, is next to nothing.
fn make_room(counters: &mut HashMap<Name, Window>, now: Timestamp) {
    counters.retain(|_, entry| now.duration_since(entry.began) < entry.lasts);
    if counters.len() < NAMES_MAX / 2 {
        return;
    }
    let mut counts: Vec<u32> = counters.values().map(|entry| entry.count).collect();
    let (_, median, _) = counts.select_nth_unstable(NAMES_MAX / 2 - 1);
    let median = *median;
    // Of those that knocked equally often some stay, or a flood of single knocks would empty the memory.
    let mut to_go = counters.len() / 2;
    counters.retain(|_, entry| {
        let goes = entry.count <= median && to_go > 0;
        to_go -= usize::from(goes);
        !goes
    });
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
        for _ in 0..3 {
            rates.knock("door", "loud", 3, MINUTE, now);
        }
        for name in 0..40_000 {
            assert!(rates.knock("door", &name.to_string(), 1, MINUTE, now), "{name} pays for others");
        }
        assert!(rates.lock().len() <= NAMES_MAX);
        assert!(rates.knock("door", "one more", 1, MINUTE, now));
        assert!(!rates.knock("door", "loud", 3, MINUTE, now), "who is at the ceiling is not forgotten");
    }
}
