//! A plan: what apps on it may ask of each API.
//!
//! The gateway has a type of its own for this, and this is not that one on purpose: here are the numbers as the admin API and
//! its document have them, any of which may make no sense; there is a plan that was looked at and can be held to. The
//! management centre knows no gateway, only a [`Gate`](super::Gate); what makes one of the other stands where both are known.

use serde::{Deserialize, Serialize};

/// What apps on a plan may ask of each API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanRecord {
    /// Its name: small letters, digits and hyphens.
    pub name: String,
    /// So many requests …
    pub quota_requests: u32,
    /// … in so many seconds.
    pub quota_window_seconds: u32,
    /// So many at once …
    pub burst: u32,
    /// … and so many a second after that.
    pub per_second: u32,
    /// So many under way at the same time.
    pub at_once: u32,
}

/// Why a plan does not change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// It makes no sense.
    #[error("{0}")]
    Invalid(String),
    /// There is none of this name.
    #[error("there is no plan `{0}`")]
    Unknown(String),
    /// Every app starts on it.
    #[error("the plan `{0}` is the one every app starts on")]
    Standard(String),
    /// There are enough.
    #[error("there are too many plans")]
    TooMany,
}
