//! How long, how large and how often. Everything from outside has a limit, and all of them are here.

use std::time::Duration;

/// The limits of all traffic with one bank.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Until a connection (with TLS) stands.
    pub connect: Duration,
    /// From sending the request to the first byte of the answer.
    pub first_byte: Duration,
    /// Between two pieces of an answer.
    pub idle: Duration,
    /// For one request and its whole answer.
    pub total: Duration,
    /// The most decoded bytes of metadata, key sets, tokens and errors.
    pub small_body: usize,
    /// The most decoded bytes of account data.
    pub large_body: usize,
    /// Requests in flight at one bank. Never a global cap: fifty slow banks must not queue behind each other.
    pub in_flight: usize,
    /// How often a request is sent at most, when it may be repeated at all.
    pub tries: u32,
    /// The first pause before a repetition; it doubles each time.
    pub first_pause: Duration,
    /// The longest pause we take before giving the error to the caller instead.
    pub longest_pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_secs(30),
            idle: Duration::from_secs(15),
            total: Duration::from_secs(90),
            small_body: 2 * 1024 * 1024,
            large_body: 20 * 1024 * 1024,
            in_flight: 4,
            tries: 3,
            first_pause: Duration::from_millis(400),
            longest_pause: Duration::from_secs(20),
        }
    }
}
