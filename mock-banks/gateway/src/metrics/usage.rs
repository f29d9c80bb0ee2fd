//! Who uses which version of which API: what somebody wants to know who is about to retire one.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use moa_kernel::{ClientId, Timestamp};
use serde::Serialize;

use super::{Answered, Label};

/// More rows than this are not kept; the one used longest ago goes first.
const ROWS_MAX: usize = 10_000;

/// One app's use of one version of one API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Usage {
    /// Whose use, of what.
    #[serde(flatten)]
    pub key: UsageKey,
    /// How many requests.
    pub requests: u64,
    /// How many of them were not answered with success.
    pub refused: u64,
    /// When first, since the start.
    pub first_at: Timestamp,
    /// When last.
    pub last_at: Timestamp,
}

/// Whose use, of what.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct UsageKey {
    /// At which bank.
    pub bank: Label,
    /// By which app.
    pub app: ClientId,
    /// Of which API.
    pub api: Label,
    /// In which version.
    pub version: Label,
}

#[derive(Debug, Default)]
pub(super) struct UsageBook(Mutex<HashMap<UsageKey, Row>>);

#[derive(Debug, Clone, Copy)]
struct Row {
    requests: u64,
    refused: u64,
    first_at: Timestamp,
    last_at: Timestamp,
}

impl UsageBook {
    pub(super) fn note(&self, answered: &Answered<'_>, app: &ClientId) {
        let key = UsageKey {
            bank: answered.bank.into(),
            app: app.clone(),
            api: answered.api.into(),
            version: answered.version.into(),
        };
        let mut rows = self.lock();
        if rows.len() >= ROWS_MAX && !rows.contains_key(&key) {
            forget_oldest(&mut rows);
        }
        let at = answered.at;
        let row = rows.entry(key).or_insert(Row { requests: 0, refused: 0, first_at: at, last_at: at });
        row.requests = row.requests.saturating_add(1);
        row.refused = row.refused.saturating_add(u64::from(!answered.status.is_success()));
        row.last_at = row.last_at.max(at);
    }

    pub(super) fn list(&self) -> Vec<Usage> {
        let mut all: Vec<Usage> = self
            .lock()
            .iter()
            .map(|(key, row)| {
                let Row { requests, refused, first_at, last_at } = *row;
                Usage { key: key.clone(), requests, refused, first_at, last_at }
            })
            .collect();
        all.sort_by(|one, other| one.key.cmp(&other.key));
        all
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<UsageKey, Row>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The tenth used longest ago goes, so that a flood of new rows does not search the table for each.
fn forget_oldest(rows: &mut HashMap<UsageKey, Row>) {
    let mut moments: Vec<Timestamp> = rows.values().map(|row| row.last_at).collect();
    let tenth = moments.len() / 10;
    let (_, oldest, _) = moments.select_nth_unstable(tenth);
    let oldest = *oldest;
    let mut to_go = tenth.max(1);
    rows.retain(|_, row| {
        let goes = row.last_at <= oldest && to_go > 0;
        to_go -= usize::from(goes);
        !goes
    });
}
