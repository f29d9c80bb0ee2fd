//! How a link is doing, as a code with the facts its sentence needs.

use serde::Serialize;
use ts_rs::TS;

/// What the health mark shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HealthCode {
    /// The last sync worked. A grey check.
    Healthy,
    /// Linked, but nothing has been fetched yet.
    NeverSynced,
    /// The last sync worked in part: something was skipped, or a page is missing.
    Partial,
    /// The permission ends within 14 days (`until`).
    EndingSoon,
    /// The permission ended (`since`): data stays, nothing new comes.
    Ended,
    /// The bank asked to wait (`until`).
    AskedToWait,
    /// The bank did not answer or answered with a fault (`since`).
    Down,
    /// The bank no longer accepts the permission: the person has to connect again.
    NeedsReconnect,
}

/// How a link is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// What the mark shows.
    pub code: HealthCode,
    /// When this began, when that is known.
    pub since: Option<String>,
    /// Until when it lasts or the permission holds, when that is known.
    pub until: Option<String>,
    /// When the bank last answered with data.
    pub last_success: Option<String>,
}
