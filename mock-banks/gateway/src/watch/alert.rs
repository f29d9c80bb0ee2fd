//! What the operator is told.

use std::fmt;
use std::net::IpAddr;

use moa_kernel::{ClientId, Timestamp};
use serde::Serialize;

use super::Threat;

/// A threat that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alert {
    /// Its number: they count up from 1.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub threat: Threat,
    /// Where the recommendation names it.
    pub clause: &'static str,
    /// In a sentence.
    pub what: &'static str,
    /// Who.
    pub culprit: Culprit,
    /// How often it had been seen by then.
    pub count: u32,
}

/// Who is behind it, as far as that can be known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Culprit {
    /// Somebody at this address.
    Peer(IpAddr),
    /// This app, or whoever has its tokens.
    App(ClientId),
}

impl fmt::Display for Culprit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Peer(address) => write!(f, "address {address}"),
            Self::App(app) => write!(f, "app {app}"),
        }
    }
}
