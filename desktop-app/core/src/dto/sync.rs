//! Syncing: where each bank is, and what came of it.

use serde::Serialize;
use ts_rs::TS;

use super::{BankFace, CommandError};

/// Where one bank is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum BankSyncState {
    /// Not begun.
    Waiting,
    /// Reading.
    Reading,
    /// Everything is here.
    Done,
    /// Something is missing; `skipped` or `error` says what.
    Partial,
    /// The bank asked to wait (`error.retryAfterSeconds`).
    AskedToWait,
    /// It did not work (`error`).
    Failed,
    /// Stopped by the person; what was read stays.
    Stopped,
}

/// One bank's row of the sync screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BankSync {
    /// The link.
    pub link: String,
    /// The bank.
    pub bank: BankFace,
    /// Where it is.
    pub state: BankSyncState,
    /// The account being read now, by name.
    pub account: Option<String>,
    /// Pages read so far.
    pub pages: u32,
    /// Pages in all, when the bank says so.
    pub pages_total: Option<u32>,
    /// Records that were new.
    pub added: u32,
    /// Records that were known but different now.
    pub changed: u32,
    /// Records that were the same.
    pub unchanged: u32,
    /// Records that could not be read; they are named in the report and nothing stored was touched.
    pub skipped: u32,
    /// When it ended.
    pub finished_at: Option<String>,
    /// Why it did not work.
    pub error: Option<CommandError>,
}

/// The payload of `sync-progress`: every bank of the running sync, so that a late listener misses nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncProgress {
    /// Every bank of this sync.
    pub banks: Vec<BankSync>,
    /// When it began.
    pub started_at: String,
    /// When it ended; nothing while it runs.
    pub finished_at: Option<String>,
}

/// The answer of `sync`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncSummary {
    /// Every bank, at its end.
    pub banks: Vec<BankSync>,
    /// When it began.
    pub started_at: String,
    /// When it ended.
    pub finished_at: String,
    /// Whether the person stopped it.
    pub stopped: bool,
}
