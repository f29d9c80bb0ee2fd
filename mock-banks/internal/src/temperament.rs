//! How a core behaves, whatever it speaks: how long it takes, when its books are closed, when and how it fails.
//!
//! A server asks [`Temperament::turn`] once for each command and does what it says; which command fails is counted or comes
//! from the bank's seed, so that the same commands fail in the same way each time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use moa_bank_core::scatter;
use moa_bank_core::spec::{BankSpec, CoreFailure, CoreTemper};
use moa_kernel::{Clock, Timestamp};

/// How one core behaves.
pub struct Temperament {
    temper: CoreTemper,
    seed: u64,
    clock: Arc<dyn Clock>,
    commands: AtomicU64,
}

/// What comes of one command before anybody looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// How long the answer takes on purpose.
    pub latency: Duration,
    /// How it goes wrong, if it does.
    pub failure: Option<CoreFailure>,
}

impl Temperament {
    /// The temperament that a bank's file gives its core.
    #[must_use]
    pub fn of(spec: &BankSpec, clock: Arc<dyn Clock>) -> Self {
        Self { temper: spec.core.temper.clone(), seed: spec.seed, clock, commands: AtomicU64::new(0) }
    }

    /// What comes of the next command.
    pub fn turn(&self) -> Turn {
        turn(&self.temper, self.seed, self.commands.fetch_add(1, Ordering::Relaxed))
    }

    /// When the books open again, if they are closed now. Whoever reads or writes the books (balances, movements,
    /// transfers) asks this first; what stands beside them (accounts, people, arrangements) is there at all hours.
    #[must_use]
    pub fn closed_until(&self) -> Option<Timestamp> {
        self.temper.closed_until(self.clock.now())
    }
}

impl std::fmt::Debug for Temperament {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Temperament").field("temper", &self.temper).finish_non_exhaustive()
    }
}

fn turn(temper: &CoreTemper, seed: u64, command: u64) -> Turn {
    let luck = |purpose: u64| scatter(seed ^ scatter(command.wrapping_add(purpose << 56), 1), 1);
    let [least, most] = temper.latency_ms.map(u64::from);
    let millis = least.saturating_add(luck(1) % most.saturating_sub(least).saturating_add(1));
    let failures = &temper.failures;
    let counted = failures.every > 0 && command.wrapping_add(1).is_multiple_of(u64::from(failures.every));
    let fails = counted || luck(2) % 100 < u64::from(failures.percent);
    let kind = luck(3).checked_rem(failures.kinds.len() as u64).and_then(|kind| usize::try_from(kind).ok());
    let failure = kind.and_then(|kind| failures.kinds.get(kind)).copied().filter(|_| fails);
    Turn { latency: Duration::from_millis(millis), failure }
}

#[cfg(test)]
mod tests {
    use moa_bank_core::spec::CoreFailures;

    use super::*;

    fn failing(failures: CoreFailures) -> Vec<u64> {
        let temper = CoreTemper { failures, ..CoreTemper::default() };
        (0..1000).filter(|command| turn(&temper, 1729, *command).failure.is_some()).collect()
    }

    #[test]
    fn a_calm_core_never_fails_and_never_dawdles() {
        assert!(failing(CoreFailures::default()).is_empty());
        assert_eq!(turn(&CoreTemper::default(), 1, 1), Turn { latency: Duration::ZERO, failure: None });
    }

    #[test]
    fn every_nth_command_fails_and_no_other() {
        assert_eq!(failing(CoreFailures { every: 250, ..CoreFailures::default() }), [249, 499, 749, 999]);
    }

    #[test]
    fn a_share_fails_by_seed_and_each_time_the_same() {
        let some = failing(CoreFailures { percent: 5, ..CoreFailures::default() });
        assert!((20..90).contains(&some.len()), "{}", some.len());
        assert_eq!(some, failing(CoreFailures { percent: 5, ..CoreFailures::default() }));
        assert_eq!(failing(CoreFailures { percent: 100, ..CoreFailures::default() }).len(), 1000);
    }

    #[test]
    fn a_latency_stays_between_its_ends() {
        let temper = CoreTemper { latency_ms: [5, 7], ..CoreTemper::default() };
        let millis: std::collections::BTreeSet<u128> =
            (0..100).map(|command| turn(&temper, 7, command).latency.as_millis()).collect();
        assert_eq!(millis.into_iter().collect::<Vec<_>>(), [5, 6, 7]);
    }
}
