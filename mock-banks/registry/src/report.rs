//! What the testbed wrote about one definition, as the registry keeps it: whole, and bound to the definition's hash.

use std::fmt;

use moa_bank_core::audit::Hash;
use moa_kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::definition::{DefinitionHash, Family, Version, canonical};

/// Names a report.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, std::hash::Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReportId(String);

/// A text that cannot name a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a report's id is one to 64 letters, digits and hyphens")]
pub struct NotAReportId;

impl ReportId {
    /// Takes an id.
    ///
    /// # Errors
    /// When it holds anything but letters, digits and hyphens, or is longer than 64 characters.
    pub fn new(text: impl Into<String>) -> Result<Self, NotAReportId> {
        let text = text.into();
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if plain && (1..=64).contains(&text.len()) { Ok(Self(text)) } else { Err(NotAReportId) }
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ReportId {
    type Error = NotAReportId;
    fn try_from(text: String) -> Result<Self, NotAReportId> {
        Self::new(text)
    }
}

impl From<ReportId> for String {
    fn from(id: ReportId) -> Self {
        id.0
    }
}

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReportId({})", self.0)
    }
}

/// A report as it is kept. Its `hash` covers every other field and goes into the audit chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReport {
    /// Its id.
    pub id: ReportId,
    /// What was verified.
    pub family: Family,
    /// In which version.
    pub version: Version,
    /// Which definition exactly.
    pub definition: DefinitionHash,
    /// Whether nothing was found.
    pub passed: bool,
    /// When the testbed was through.
    pub at: Timestamp,
    /// The whole report, as the testbed writes it.
    pub body: Vec<u8>,
    /// The SHA-256 of all of that.
    pub hash: Hash,
}

impl StoredReport {
    /// A report, with its hash worked out.
    #[must_use]
    pub fn new(
        id: ReportId,
        (family, version): (Family, Version),
        definition: DefinitionHash,
        passed: bool,
        at: Timestamp,
        body: Vec<u8>,
    ) -> Self {
        let hash = Hash::of(&[]);
        let report = Self { id, family, version, definition, passed, at, body, hash };
        Self { hash: report.true_hash(), ..report }
    }

    /// What the hash has to be.
    #[must_use]
    pub fn true_hash(&self) -> Hash {
        let facts = serde_json::json!({
            "at": self.at.as_microsecond(),
            "body": Hash::of(&self.body),
            "definition": self.definition,
            "family": self.family,
            "id": self.id,
            "passed": self.passed,
            "version": self.version,
        });
        // Plain data, which can always be written.
        Hash::of(canonical(&facts).unwrap_or_default().as_bytes())
    }
}
