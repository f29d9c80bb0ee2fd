//! How much an API takes and gives.

use serde::{Deserialize, Serialize};

/// No definition may ask for more than this of anything.
pub(super) const CEILING: Limits =
    Limits { body_bytes_max: 1024 * 1024, body_depth_max: 64, answer_bytes_max: 16 * 1024 * 1024 };

/// How much an API takes and gives. What a definition leaves out is as in [`Limits::default`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// The largest body it takes.
    pub body_bytes_max: u32,
    /// How deep arrays and objects of a body may lie in each other.
    pub body_depth_max: u32,
    /// The largest answer it gives; a larger one is a fault of the bank's.
    pub answer_bytes_max: u32,
}

impl Default for Limits {
    /// What every standard here can live with.
    fn default() -> Self {
        Self { body_bytes_max: 64 * 1024, body_depth_max: 32, answer_bytes_max: 4 * 1024 * 1024 }
    }
}
