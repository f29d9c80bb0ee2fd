//! Slows down whoever guesses. Failures are counted by name, known or not, in a fixed number of places, so that a stranger
//! can neither fill the memory nor learn from a wait which names exist. A wait never gets longer than a minute: on one
//! machine everybody has the same address, and a guesser must not lock the admin out.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::SignedDuration;
use moa_kernel::{Entropy, Timestamp};

const PLACES: usize = 1024;
/// So many failures cost nothing: people mistype.
const FREE: u32 = 4;
const LONGEST: SignedDuration = SignedDuration::from_mins(1);
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// The failures of all names.
pub(super) struct Throttle {
    seed: [u8; 16],
    places: Mutex<Vec<Failures>>,
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last_at: Timestamp,
}

impl Throttle {
    pub(super) fn new(entropy: &dyn Entropy) -> Self {
        let mut seed = [0; 16];
        entropy.fill(&mut seed);
        let nobody = Failures { count: 0, last_at: Timestamp::MIN };
        Self { seed, places: Mutex::new(vec![nobody; PLACES]) }
    }

    /// Counts a try as a failure before it is judged, unless the name has to wait: then says how long.
    pub(super) fn count(&self, name: &str, now: Timestamp) -> Result<(), SignedDuration> {
        let mut places = self.lock();
        let Some(place) = places.get_mut(self.place(name)) else { return Ok(()) };
        let since = now.duration_since(place.last_at);
        if since >= FORGOTTEN_AFTER || since.is_negative() {
            place.count = 0;
        }
        let wait = wait_after(place.count);
        if since < wait && !since.is_negative() {
            return Err(wait.saturating_sub(since));
        }
        *place = Failures { count: place.count.saturating_add(1), last_at: now };
        Ok(())
    }

    /// The password was right: what was counted is forgotten.
    pub(super) fn forget(&self, name: &str) {
        if let Some(place) = self.lock().get_mut(self.place(name)) {
            place.count = 0;
        }
    }

    fn place(&self, name: &str) -> usize {
        let mut hasher = DefaultHasher::new();
        (self.seed, name).hash(&mut hasher);
        usize::try_from(hasher.finish() % PLACES as u64).unwrap_or(0)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Failures>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wait_after(failures: u32) -> SignedDuration {
    let Some(paid) = failures.checked_sub(FREE + 1) else { return SignedDuration::ZERO };
    let seconds = 2_i64.checked_pow(paid).unwrap_or(i64::MAX);
    SignedDuration::from_secs(seconds).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    #[test]
    fn a_guesser_waits_longer_and_longer_and_never_for_ever() {
        let throttle = Throttle::new(&SeededEntropy::new(1));
        for _ in 0..5 {
            assert_eq!(throttle.count("admin", at(1000)), Ok(()));
        }
        assert_eq!(throttle.count("admin", at(1000)), Err(SignedDuration::from_secs(1)));
        assert_eq!(throttle.count("admin", at(1001)), Ok(()));
        assert_eq!(throttle.count("admin", at(1002)), Err(SignedDuration::from_secs(1)));
        assert_eq!(throttle.count("jun", at(1000)), Ok(()), "another name pays nothing");
        let waits: Vec<i64> = (4..14).map(|failures| wait_after(failures).as_secs()).collect();
        assert_eq!(waits, [0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        throttle.forget("admin");
        assert_eq!(throttle.count("admin", at(1002)), Ok(()));
    }

    #[test]
    fn an_hour_of_quiet_and_a_clock_set_back_forget() {
        for later in [4601, 10] {
            let throttle = Throttle::new(&SeededEntropy::new(1));
            for _ in 0..5 {
                throttle.count("admin", at(1000)).unwrap();
            }
            assert_eq!(throttle.count("admin", at(later)), Ok(()));
            assert_eq!(throttle.count("admin", at(later)), Ok(()));
        }
    }
}
