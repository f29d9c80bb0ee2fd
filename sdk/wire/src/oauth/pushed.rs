//! What a pushed request is answered with (RFC 9126 §2.2).

use serde::{Deserialize, Serialize};

/// The name of the pushed request, and how long it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushedAuthorizationResponse {
    /// The name to hand to the browser in place of the request.
    pub request_uri: String,
    /// Seconds until it is forgotten.
    pub expires_in: u64,
}
