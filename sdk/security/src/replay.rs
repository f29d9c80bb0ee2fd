//! Remembering what may be used only once: the ids of assertions and proofs.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use moa_kernel::{Clock, Timestamp};

use crate::digest::{SHA256_OUTPUT_LEN, sha256, sha256_base64url};

/// What kind of thing was used. The same id may occur once in each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Once {
    /// A client assertion; the key is client id and `jti`.
    Assertion,
    /// A DPoP proof; the key is thumbprint and `jti`.
    Proof,
}

impl Once {
    /// A short name, for stores that keep text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assertion => "assertion",
            Self::Proof => "proof",
        }
    }
}

/// A memory of used ids.
pub trait Replay: Send + Sync + 'static {
    /// Notes the use of `key` and tells whether it was the first. It must be remembered until `until`. Of several callers at
    /// once with one key, exactly one is told yes. A memory that cannot note it says no.
    fn first_use(&self, kind: Once, key: &str, until: Timestamp) -> bool;
}

/// Joins the parts of a key so that no two different lists of parts give the same key.
#[must_use]
pub fn key_of(parts: &[&str]) -> String {
    let lengths: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
    sha256_base64url(lengths)
}

/// A bounded memory in this process. When it is full of ids that are still alive it says no to new ones: a flood costs
/// the flooder service, not the bank its memory or its safety.
pub struct MemoryReplay {
    clock: Arc<dyn Clock>,
    most: usize,
    used: Mutex<Used>,
}

/// A digest, because keys are of any length and are compared and copied often.
type Id = (Once, [u8; SHA256_OUTPUT_LEN]);

/// The same ids twice: to be found by what they are, and by when they end, so that a full memory is no slower than another.
#[derive(Default)]
struct Used {
    ends: HashMap<Id, Timestamp>,
    by_end: BTreeSet<(Timestamp, Id)>,
}

impl Used {
    fn forget_dead(&mut self, now: Timestamp) {
        while self.by_end.first().is_some_and(|(end, _)| *end < now) {
            if let Some((_, id)) = self.by_end.pop_first() {
                self.ends.remove(&id);
            }
        }
    }

    fn keep(&mut self, id: Id, until: Timestamp) {
        self.by_end.insert((until, id));
        self.ends.insert(id, until);
    }
}

impl MemoryReplay {
    /// A memory of at most `most` ids.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, most: usize) -> Self {
        Self { clock, most, used: Mutex::default() }
    }
}

impl Replay for MemoryReplay {
    fn first_use(&self, kind: Once, key: &str, until: Timestamp) -> bool {
        let now = self.clock.now();
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = (kind, sha256(key));
        used.forget_dead(now);
        if used.ends.contains_key(&entry) || used.ends.len() >= self.most {
            return false;
        }
        used.keep(entry, until);
        true
    }
}

#[cfg(test)]
mod tests {
    use moa_kernel::FrozenClock;

    use super::*;

    fn seconds(at: i64) -> Timestamp {
        Timestamp::from_second(at).unwrap()
    }

    fn memory(most: usize) -> (Arc<FrozenClock>, MemoryReplay) {
        let clock = Arc::new(FrozenClock::at(seconds(1000)));
        (clock.clone(), MemoryReplay::new(clock, most))
    }

    #[test]
    fn an_id_is_new_once_until_it_is_forgotten() {
        let (clock, memory) = memory(10);
        assert!(memory.first_use(Once::Proof, "a", seconds(1060)));
        assert!(!memory.first_use(Once::Proof, "a", seconds(1060)));
        assert!(memory.first_use(Once::Assertion, "a", seconds(1060)), "another kind is another id");
        clock.set(seconds(1060));
        assert!(!memory.first_use(Once::Proof, "a", seconds(1120)), "at its last moment it is still alive");
        clock.set(seconds(1061));
        assert!(memory.first_use(Once::Proof, "a", seconds(1120)));
    }

    #[test]
    fn a_full_memory_says_no_and_forgets_the_dead() {
        let (clock, memory) = memory(2);
        assert!(memory.first_use(Once::Proof, "a", seconds(1010)));
        assert!(memory.first_use(Once::Proof, "b", seconds(1010)));
        assert!(!memory.first_use(Once::Proof, "c", seconds(1010)));
        clock.set(seconds(1011));
        assert!(memory.first_use(Once::Proof, "c", seconds(1020)));
    }

    #[test]
    fn the_dead_go_whether_the_memory_is_full_or_not() {
        let (clock, memory) = memory(100_000);
        for n in 0..1000 {
            assert!(memory.first_use(Once::Proof, &n.to_string(), seconds(1001 + n % 7)));
        }
        clock.set(seconds(1005));
        assert!(memory.first_use(Once::Proof, "one more", seconds(1060)));
        let used = memory.used.lock().unwrap();
        assert_eq!(used.ends.len(), used.by_end.len());
        assert!(used.ends.values().all(|end| *end >= seconds(1005)));
    }

    #[test]
    fn of_many_at_once_exactly_one_is_first() {
        let (_, memory) = memory(10);
        let firsts: usize = std::thread::scope(|scope| {
            let tries: Vec<_> =
                (0..16).map(|_| scope.spawn(|| memory.first_use(Once::Proof, "a", seconds(1060)))).collect();
            tries.into_iter().map(|each| usize::from(each.join().unwrap())).sum()
        });
        assert_eq!(firsts, 1);
    }

    #[test]
    fn parts_cannot_be_shifted_from_one_place_to_the_next() {
        assert_ne!(key_of(&["ab", "c"]), key_of(&["a", "bc"]));
        assert_ne!(key_of(&["ab"]), key_of(&["a", "b"]));
    }
}
