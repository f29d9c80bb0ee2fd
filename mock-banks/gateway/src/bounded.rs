//! A table that never outgrows its room, split into parts so that requests seldom wait for each other.
//!
//! Whoever asks chooses the keys (addresses, apps, paths), so a flood of new ones must neither fill the memory nor push out
//! what was counted of somebody who is near a ceiling. When a part is full, what is over goes first, and then the lighter
//! half: so much at once that the work is next to nothing, spread over the entries that fill the part again.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use moa_kernel::Timestamp;

const PARTS: usize = 16;

/// An entry that can be over, and weighs more the less it may be forgotten.
pub(crate) trait Fades: Default {
    /// Whether nothing is lost when it is forgotten.
    fn is_over(&self, now: Timestamp) -> bool;
    /// How much it matters beside others.
    fn weight(&self) -> u32;
}

/// A bounded table.
#[derive(Debug)]
pub(crate) struct Bounded<K, V> {
    parts: [Mutex<HashMap<K, V>>; PARTS],
    chooses: RandomState,
    most_per_part: usize,
}

impl<K: Hash + Eq, V: Fades> Bounded<K, V> {
    /// A table of about `most` entries at most.
    pub(crate) fn new(most: usize) -> Self {
        let parts = std::array::from_fn(|_| Mutex::default());
        Self { parts, chooses: RandomState::new(), most_per_part: (most / PARTS).max(1) }
    }

    /// Lends the entry of a key, which is made when there is none.
    pub(crate) fn with<T>(&self, key: K, now: Timestamp, act: impl FnOnce(&mut V) -> T) -> T {
        let mut part = self.part(&key);
        if part.len() >= self.most_per_part && !part.contains_key(&key) {
            make_room(&mut part, now);
        }
        act(part.entry(key).or_default())
    }

    /// Looks at an entry, if there is one.
    pub(crate) fn look<T>(&self, key: &K, see: impl FnOnce(&V) -> T) -> Option<T> {
        self.part(key).get(key).map(see)
    }

    /// Changes an entry that is there, and forgets it when it is over after that.
    pub(crate) fn settle(&self, key: &K, now: Timestamp, act: impl FnOnce(&mut V)) {
        let mut part = self.part(key);
        if let Some(entry) = part.get_mut(key) {
            act(entry);
            if entry.is_over(now) {
                part.remove(key);
            }
        }
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.parts.iter().map(|part| lock(part).len()).sum()
    }

    fn part(&self, key: &K) -> MutexGuard<'_, HashMap<K, V>> {
        let at = self.chooses.hash_one(key) % (PARTS as u64);
        let [first, ..] = &self.parts;
        lock(usize::try_from(at).ok().and_then(|at| self.parts.get(at)).unwrap_or(first))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn make_room<K: Hash + Eq, V: Fades>(part: &mut HashMap<K, V>, now: Timestamp) {
    let full = part.len();
    part.retain(|_, entry| !entry.is_over(now));
    if part.len() <= full / 2 || part.is_empty() {
        return;
    }
    let mut weights: Vec<u32> = part.values().map(Fades::weight).collect();
    let middle = weights.len() / 2;
    let (_, median, _) = weights.select_nth_unstable(middle);
    let median = *median;
    // Of those that weigh the same some stay, or a flood of single knocks would empty the table.
    let mut to_go = part.len().div_ceil(2);
    part.retain(|_, entry| {
        let goes = entry.weight() <= median && to_go > 0;
        to_go -= usize::from(goes);
        !goes
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default)]
    struct Count(u32);

    impl Fades for Count {
        fn is_over(&self, _: Timestamp) -> bool {
            self.0 == 0
        }
        fn weight(&self) -> u32 {
            self.0
        }
    }

    #[test]
    fn a_flood_of_keys_fills_no_memory_and_pushes_out_nobody_who_counts() {
        let table: Bounded<u32, Count> = Bounded::new(160);
        let now = Timestamp::UNIX_EPOCH;
        table.with(7, now, |count| count.0 = 1000);
        for key in 100..20_000 {
            table.with(key, now, |count| count.0 += 1);
            assert!(table.len() <= 160);
        }
        assert_eq!(table.look(&7, |count| count.0), Some(1000));
        assert_eq!(table.look(&19_999, |count| count.0), Some(1), "there is room for whoever comes last");
    }

    #[test]
    fn what_is_over_is_forgotten() {
        let table: Bounded<u32, Count> = Bounded::new(160);
        table.with(7, Timestamp::UNIX_EPOCH, |count| count.0 = 1);
        table.settle(&7, Timestamp::UNIX_EPOCH, |count| count.0 = 0);
        assert_eq!(table.len(), 0);
    }
}
