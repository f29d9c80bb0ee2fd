//! What a store remembers about its own work.

use jiff::Timestamp;
use jiff::civil::Date;
use moa_kernel::{AccountId, LinkId};
use serde::{Deserialize, Serialize};

use super::Tally;
use crate::model::{Account, Sourced};
use crate::standards::Window;

/// An account, and whether the bank still lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAccount {
    /// The account.
    pub sourced: Sourced<Account>,
    /// Since when complete lists no longer have it. Its last known data stays.
    pub missing_since: Option<Timestamp>,
}

/// How far an account is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountProgress {
    /// The account.
    pub account: AccountId,
    /// The first day that was asked for. None: from the bank's beginning.
    pub from: Option<Date>,
    /// The day of the last complete read.
    pub to: Date,
}

/// How a link's last sync went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRecord {
    /// The link.
    pub link: LinkId,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended.
    pub finished_at: Timestamp,
    /// How it ended.
    pub end: SyncEnd,
    /// When the bank last gave everything that was asked for, in this sync or an earlier one.
    pub last_success: Option<Timestamp>,
    /// Since when it does not work, when it does not.
    pub failing_since: Option<Timestamp>,
    /// Not before this moment should it be tried again, when the bank said so.
    pub retry_at: Option<Timestamp>,
    /// How many pages were read.
    pub pages: u64,
    /// How many rows could not be read.
    pub skipped: u64,
    /// What changed.
    pub tally: Tally,
}

/// How a sync ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
#[non_exhaustive]
pub enum SyncEnd {
    /// Everything is here.
    Complete,
    /// Something is missing.
    Partial,
    /// It was stopped. What was read stays.
    Stopped,
    /// It did not work.
    Failed {
        /// The code of the error's kind.
        code: String,
    },
}

/// What erasing a link removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    /// How many records.
    pub rows: u64,
}

impl AccountProgress {
    /// How far an account is known after a window was read on a day. Windows that do not touch what is known do not
    /// widen it: the gap between them was never read.
    #[must_use]
    pub fn after(known: Option<Self>, account: AccountId, window: &Window, read_on: Date) -> Self {
        let fresh = Self { account, from: window.from, to: window.to.map_or(read_on, |to| to.min(read_on)) };
        let Some(known) = known else { return fresh };
        let touches = |early: &Self, late: &Self| late.from.is_none_or(|from| from <= early.to);
        if touches(&known, &fresh) && touches(&fresh, &known) {
            let from = known.from.zip(fresh.from).map(|(one, two)| one.min(two));
            Self { account: fresh.account, from, to: known.to.max(fresh.to) }
        } else if fresh.to > known.to {
            fresh
        } else {
            known
        }
    }
}
