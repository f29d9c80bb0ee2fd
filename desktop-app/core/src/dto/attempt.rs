//! Adding a bank: one attempt, from the request to the outcome.

use serde::Serialize;
use ts_rs::TS;

use super::{BankFace, CommandError};

/// An attempt that waits for the person in the browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// What this run of the app calls the attempt.
    pub attempt_id: String,
    /// The bank.
    pub bank: BankFace,
    /// What the address in the browser must start with (`https://bank.example`).
    pub bank_address: String,
    /// The page to open. It holds no secret, only a reference to the request the bank already has.
    pub page: String,
    /// When the attempt ends by itself.
    pub expires_at: String,
    /// Whether a browser could be opened. If not, the person copies `page`.
    pub browser_opened: bool,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AttemptEnd {
    /// The person approved; the link is there.
    Linked,
    /// The person said no at the bank.
    Denied,
    /// The person cancelled in Moa.
    Cancelled,
    /// Nobody came back in time.
    Expired,
    /// Something went wrong: `error` has the code.
    Failed,
}

/// The outcome of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttemptOutcome {
    /// How it ended.
    pub outcome: AttemptEnd,
    /// The new link, when it ended well.
    pub link: Option<String>,
    /// The reason, when it failed.
    pub error: Option<CommandError>,
}

/// Where an attempt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AttemptStage {
    /// Making keys, registering, sending the request to the bank.
    Requesting,
    /// The bank's page is open; the person is there.
    WaitingForPerson,
    /// The person came back; the permission is being exchanged for access.
    Finishing,
    /// It is over; `await_link` gives the outcome. After `linked`, call `sync` with `only` the new link.
    Over,
}
