//! What is told to the window without being asked. `sync-progress` carries a [`SyncProgress`](super::SyncProgress).

use serde::Serialize;
use ts_rs::TS;

use super::AttemptStage;

/// The payload of `link-progress`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkProgress {
    /// The attempt; nothing while it is still being requested (its id is the answer of `begin_link`).
    pub attempt_id: Option<String>,
    /// The bank.
    pub bank: String,
    /// Where it is.
    pub stage: AttemptStage,
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DataChange {
    /// Accounts, balances or transactions: ask `overview` and the lists again.
    Accounts,
    /// Links came, changed or went.
    Links,
    /// Preferences.
    Preferences,
}

/// The payload of `data-changed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DataChanged {
    /// What changed.
    pub changed: Vec<DataChange>,
    /// The link it is about, when it is about one.
    pub link: Option<String>,
}
