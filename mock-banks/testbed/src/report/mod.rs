//! What the testbed writes about one definition: every check with its verdict, what was overridden by whom and why, and the
//! hash that says which definition this is about.
//!
//! For the same definition, seed and clock a report is the same, except for what was measured ([`Measure`]): times are told
//! and decide nothing. [`Report::to_json`] is what the registry keeps and what its audit chain remembers by hash;
//! [`Report::to_junit_xml`] is for build servers; [`Report::to_text`] for a terminal.

mod junit;
mod text;

use moa_bank_registry::{DefinitionHash, Family, ReportId, StoredReport, Version};
use moa_kernel::{BankId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::check::{Check, Finding, Plan, Verdict};

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// The bank whose twin it was tried on.
    pub bank: BankId,
    /// What was verified.
    pub family: Family,
    /// In which version.
    pub version: Version,
    /// Which definition exactly.
    pub definition: DefinitionHash,
    /// The published version it was compared with.
    pub against: Option<Version>,
    /// The seed of the generated inputs.
    pub seed: u64,
    /// When the testbed began.
    pub started: Timestamp,
    /// When it was through.
    pub finished: Timestamp,
    /// How many requests it sent.
    pub requests: u32,
    /// Every check, in the order of the list.
    pub results: Vec<CheckResult>,
    /// Whose word stood against a rule.
    pub overrides: Vec<Override>,
}

/// One check and its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// The check's id.
    pub id: String,
    /// What must hold.
    pub sentence: String,
    /// Where that is written.
    pub clause: String,
    /// The plan it belongs to.
    pub plan: Plan,
    /// Whether it holds.
    #[serde(flatten)]
    pub verdict: Verdict,
    /// What was found and accepted by an override.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<Finding>,
    /// What was measured on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measured: Vec<Measure>,
}

/// Something that was measured. It is told, and decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// What.
    pub name: String,
    /// How much.
    pub value: u64,
    /// Of what.
    pub unit: String,
}

/// A person's word that a rule of the compatible plan shall not stop a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The rule: `answer-values-widened`.
    pub rule: String,
    /// Who says so.
    pub who: String,
    /// Why.
    pub why: String,
}

/// How much may be said in an override.
const WORDS_CHARS_MAX: usize = 500;

impl Override {
    /// Why this override counts for nothing, if it does.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        let said = |text: &str| !text.trim().is_empty() && text.chars().count() <= WORDS_CHARS_MAX;
        if crate::diff::Rule::find(&self.rule).is_none_or(|rule| !rule.may_be_overridden()) {
            return Some("no rule of this name may be overridden");
        }
        (!said(&self.who) || !said(&self.why)).then_some("an override says who and why, in at most 500 characters each")
    }
}

impl CheckResult {
    pub(crate) fn of(check: &Check, verdict: Verdict) -> Self {
        Self {
            id: check.id.to_owned(),
            sentence: check.sentence.to_owned(),
            clause: check.clause.to_owned(),
            plan: check.plan,
            verdict,
            accepted: Vec::new(),
            measured: Vec::new(),
        }
    }
}

impl Report {
    /// Whether this definition may be published.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.results.is_empty() && !self.results.iter().any(|result| result.verdict.is_failed())
    }

    /// The checks that failed.
    pub fn failed(&self) -> impl Iterator<Item = &CheckResult> {
        self.results.iter().filter(|result| result.verdict.is_failed())
    }

    /// The verdict of a check.
    #[must_use]
    pub fn verdict(&self, id: &str) -> Option<&Verdict> {
        self.results.iter().find(|result| result.id == id).map(|result| &result.verdict)
    }

    /// The report as JSON.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        // Plain data with text for keys, which can always be written.
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// Reads a report that [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// When it is not one.
    pub fn from_json(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// The report for a build server.
    #[must_use]
    pub fn to_junit_xml(&self) -> String {
        junit::write(self)
    }

    /// The report for a terminal.
    #[must_use]
    pub fn to_text(&self) -> String {
        text::write(self)
    }

    /// The report as the registry keeps it.
    #[must_use]
    pub fn to_stored(&self) -> StoredReport {
        let subject = (self.family.clone(), self.version);
        StoredReport::new(self.id.clone(), subject, self.definition, self.passed(), self.finished, self.to_json())
    }
}

#[cfg(test)]
mod tests;
