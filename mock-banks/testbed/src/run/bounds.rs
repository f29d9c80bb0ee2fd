//! What one run may take.

use std::time::Duration;

/// What one run may take. Whatever a definition does, it ends within these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The whole run.
    pub time_max: Duration,
    /// One check.
    pub check_time_max: Duration,
    /// One request.
    pub request_time_max: Duration,
    /// Requests of the whole run.
    pub requests_max: u32,
    /// One answer; a longer one is cut off and counts as a fault.
    pub answer_bytes_max: usize,
}

impl Default for Bounds {
    /// What a standard of eighteen operations needs, several times over.
    fn default() -> Self {
        Self {
            time_max: Duration::from_secs(180),
            check_time_max: Duration::from_secs(60),
            request_time_max: Duration::from_secs(10),
            requests_max: 20_000,
            answer_bytes_max: 16 * 1024 * 1024,
        }
    }
}
