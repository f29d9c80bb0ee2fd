//! Where a record came from, and the record as the bank sent it.

use std::fmt;

use jiff::Timestamp;
use moa_kernel::{BankId, ConsentId, LinkId};
use serde::{Deserialize, Serialize};

/// Which bank said it, under which consent, in which standard, and when it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Provenance {
    /// The link it came through.
    pub link: LinkId,
    /// The bank that sent it.
    pub bank: BankId,
    /// The consent it was released under.
    pub consent: ConsentId,
    /// The standard it was written in, with its version (`uk/v4.0`).
    pub standard: String,
    /// When the bank was asked.
    pub fetched_at: Timestamp,
}

/// A record's JSON, byte for byte as the bank sent it. `Debug` shows only its size: a log is no place for it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Original(String);

impl Original {
    /// Keeps a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Original {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Original({} bytes)", self.0.len())
    }
}

/// A record with its source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sourced<T> {
    /// What it means.
    pub value: T,
    /// Where it came from.
    pub provenance: Provenance,
    /// What the bank sent.
    pub original: Original,
}
