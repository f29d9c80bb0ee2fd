//! Trying again: the error says whether it can help, the request says whether it is allowed, and the count says how often.

use std::time::Duration;

use moa_kernel::Entropy;

use super::error::{HttpError, Verdict};
use super::limits::Limits;

/// The tries of one call.
pub(super) struct Tries<'a> {
    limits: &'a Limits,
    repeatable: bool,
    used: u32,
}

impl<'a> Tries<'a> {
    pub(super) const fn new(limits: &'a Limits, repeatable: bool) -> Self {
        Self { limits, repeatable, used: 0 }
    }

    /// How long to wait before the next try after this error, or nothing when the error is final.
    pub(super) fn pause_after(&mut self, error: &HttpError, entropy: &dyn Entropy) -> Option<Duration> {
        self.used += 1;
        let Verdict::Transient(named) = error.verdict() else { return None };
        let pause = named.unwrap_or_else(|| self.back_off(entropy));
        let allowed = self.repeatable && self.used < self.limits.tries && pause <= self.limits.longest_pause;
        allowed.then_some(pause)
    }

    /// Doubling, with up to half as much again by chance: apps that failed together must not come back together.
    fn back_off(&self, entropy: &dyn Entropy) -> Duration {
        let doubled = self.limits.first_pause.saturating_mul(1 << (self.used - 1).min(10));
        let mut chance = [0_u8; 1];
        entropy.fill(&mut chance);
        let [chance] = chance;
        doubled + doubled / 2 * u32::from(chance) / 255
    }
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;

    use super::*;

    const NONE: [Duration; 0] = [];

    fn pauses(error: &HttpError, repeatable: bool) -> Vec<Duration> {
        let (limits, entropy) = (Limits::default(), SeededEntropy::new(1));
        let mut tries = Tries::new(&limits, repeatable);
        std::iter::from_fn(|| tries.pause_after(error, &entropy)).collect()
    }

    #[test]
    fn what_may_pass_is_tried_again_with_growing_pauses() {
        let pauses = pauses(&HttpError::Down(503, None), true);
        assert_eq!(pauses.len(), 2, "three tries have two pauses");
        assert!(pauses[0] >= Duration::from_millis(400) && pauses[0] <= Duration::from_millis(600));
        assert!(pauses[1] >= Duration::from_millis(800) && pauses[1] <= Duration::from_millis(1200));
    }

    #[test]
    fn what_the_bank_named_is_waited_unless_it_is_long() {
        let near = Duration::from_secs(7);
        assert_eq!(pauses(&HttpError::RateLimited(Some(near)), true), [near; 2]);
        assert_eq!(pauses(&HttpError::RateLimited(Some(Duration::from_secs(600))), true), NONE);
    }

    #[test]
    fn what_is_not_repeatable_or_cannot_pass_is_tried_once() {
        assert_eq!(pauses(&HttpError::Down(503, None), false), NONE);
        for permanent in
            [HttpError::Down(500, None), HttpError::TooLarge(1), HttpError::NotJson(200), HttpError::NonceLoop]
        {
            assert_eq!(pauses(&permanent, true), NONE);
        }
    }
}
