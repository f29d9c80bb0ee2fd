//! The last alerts. Bounded: an operator reads the newest, and the counts remember how many there were.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use moa_kernel::Timestamp;

use super::{Alert, Culprit, Threat};

const ALERTS_MAX: usize = 1_000;

#[derive(Debug, Default)]
pub(super) struct AlertLog(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    given: u64,
    last: VecDeque<Arc<Alert>>,
    counts: BTreeMap<Threat, u64>,
}

impl AlertLog {
    pub(super) fn keep(&self, threat: Threat, culprit: Culprit, what: &'static str, count: u32, at: Timestamp) {
        let mut kept = self.lock();
        kept.given = kept.given.saturating_add(1);
        let alert = Alert { sequence: kept.given, at, threat, clause: threat.clause(), what, culprit, count };
        if kept.last.len() >= ALERTS_MAX {
            kept.last.pop_front();
        }
        kept.last.push_back(Arc::new(alert));
        let of_threat = kept.counts.entry(threat).or_default();
        *of_threat = of_threat.saturating_add(1);
    }

    pub(super) fn page(&self, after: u64, most: usize) -> Vec<Arc<Alert>> {
        let kept = self.lock();
        kept.last.iter().filter(|alert| alert.sequence > after).take(most).cloned().collect()
    }

    pub(super) fn counts(&self) -> Vec<(Threat, u64)> {
        let kept = self.lock();
        Threat::ALL.iter().map(|threat| (*threat, kept.counts.get(threat).copied().unwrap_or(0))).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
