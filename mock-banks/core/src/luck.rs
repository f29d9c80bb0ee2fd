//! Seeded luck: the same seed and the same labels give the same numbers, on every machine, for ever.
//!
//! Each topic of each life has its own stream (its labels), so that adding a habit does not shift the others. It invents
//! data and derives ids that everyone may know; it never makes anything secret.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// A stream of luck.
pub(crate) struct Luck(ChaCha8Rng);

impl Luck {
    /// The stream of `labels` under `seed`.
    pub(crate) fn of(seed: u64, labels: &[&str]) -> Self {
        let mut bytes = [0_u8; 32];
        for (lane, chunk) in bytes.chunks_exact_mut(8).enumerate() {
            chunk.copy_from_slice(&hash(seed, lane as u64, labels).to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// A number from 0 to `n - 1`; 0 when `n` is 0.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        // The high half of a product: no division, and a bias far below anything visible in invented data.
        let product = u128::from(self.0.next_u64()) * u128::from(n);
        u64::try_from(product >> 64).unwrap_or(0)
    }

    /// A number from `least` to `most`, both possible.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(most.saturating_sub(least)).unwrap_or(0).saturating_add(1);
        least.saturating_add(i64::try_from(self.below(width)).unwrap_or(0))
    }

    /// Yes, so many times in a hundred.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(usize::try_from(self.below(from.len() as u64)).unwrap_or(0))
    }

    /// So many hexadecimal digits.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        (0..digits).filter_map(|_| char::from_digit(self.below(16) as u32, 16)).collect()
    }

    /// So many decimal digits.
    pub(crate) fn digits(&mut self, digits: usize) -> String {
        (0..digits).filter_map(|_| char::from_digit(self.below(10) as u32, 10)).collect()
    }
}

/// `SplitMix64`: counting up from a start gives numbers that look like luck and never repeat, because every step can be
/// undone. Nothing secret is made of them.
#[must_use]
pub fn scatter(start: u64, count: i64) -> u64 {
    let mut z = start.wrapping_add(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(count.cast_unsigned()));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// FNV-1a over seed, lane and labels. Not for secrets: it only spreads the streams apart.
fn hash(seed: u64, lane: u64, labels: &[&str]) -> u64 {
    let numbers = seed.to_le_bytes().into_iter().chain(lane.to_le_bytes());
    // A byte that is in no UTF-8 text stands between two labels: ("ab", "c") is not ("a", "bc").
    let words = labels.iter().flat_map(|label| label.bytes().chain([0xff]));
    numbers.chain(words).fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_labels_give_the_same_luck_and_others_another() {
        assert_eq!(Luck::of(7, &["a", "b"]).hex(32), Luck::of(7, &["a", "b"]).hex(32));
        assert_ne!(Luck::of(7, &["a", "b"]).hex(32), Luck::of(8, &["a", "b"]).hex(32));
        assert_ne!(Luck::of(7, &["ab", "c"]).hex(32), Luck::of(7, &["a", "bc"]).hex(32));
    }

    #[test]
    fn counting_up_gives_the_numbers_that_were_published() {
        // Of Vigna's splitmix64.c, begun at 1234567.
        let numbers: Vec<u64> = (1..=3).map(|count| scatter(1_234_567, count)).collect();
        assert_eq!(numbers, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn numbers_stay_where_they_are_asked_for_and_reach_both_ends() {
        let mut luck = Luck::of(1, &["ends"]);
        let seen: std::collections::BTreeSet<_> = (0..200).map(|_| luck.between(-2, 2)).collect();
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), [-2, -1, 0, 1, 2]);
        assert_eq!(luck.below(0), 0);
        assert!(!luck.chance(0));
        assert_eq!(luck.pick::<u8>(&[]), None);
    }
}
