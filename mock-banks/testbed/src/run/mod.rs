//! Runs the list of checks over one candidate and writes the report.
//!
//! A check cannot take the platform with it. Each runs in a task of its own with a time of its own; a panic, a check that
//! does not come back, a cancelled run and a run that is over its time all become failed checks with a sentence that says
//! so. What was not asked has not passed.

mod bounds;
mod guard;
mod overrides;

pub use bounds::Bounds;

use std::sync::Arc;

use moa_bank_core::spec::BankSpec;
use moa_bank_registry::{ApiDefinition, DefinitionHash, ReportId};
use moa_kernel::{Clock, Timestamp};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::check::{Check, Finding, Verdict};
use crate::checks::{self, Entry, Run};
use crate::report::{CheckResult, Override, Report};
use crate::subject::Subject;
use guard::{Stop, blocking};

/// What a testbed needs.
#[derive(Clone)]
pub struct TestbedParts {
    /// The bank whose twin candidates are tried on. Its customers are not taken over.
    pub spec: BankSpec,
    /// Where the time of reports comes from.
    pub clock: Arc<dyn Clock>,
    /// The seed of generated inputs, lives and keys.
    pub seed: u64,
    /// What one run may take.
    pub bounds: Bounds,
}

/// Verifies candidates. Cheap to clone.
#[derive(Clone)]
pub struct Testbed {
    parts: Arc<TestbedParts>,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The check that begins now.
    pub check: Check,
    /// How many were done before.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}

impl Testbed {
    /// A testbed for one bank.
    #[must_use]
    pub fn new(parts: TestbedParts) -> Self {
        Self { parts: Arc::new(parts) }
    }

    /// Every check there is, in the order in which they run.
    pub fn checks() -> impl Iterator<Item = Check> {
        checks::ALL.iter().map(|entry| entry.check)
    }

    /// Verifies a candidate, beside the published version of its major where there is one, and writes the report. It always
    /// ends, and within the bounds. `cancel` ends it early; the report then says what was not asked, and is not green.
    pub async fn verify(
        &self,
        candidate: Arc<ApiDefinition>,
        published: Option<Arc<ApiDefinition>>,
        overrides: Vec<Override>,
        progress: impl Fn(Progress) + Send + Sync,
        cancel: &CancellationToken,
    ) -> Report {
        let started = self.parts.clock.now();
        let deadline = Instant::now() + self.parts.bounds.time_max;
        let (of_candidate, of_published) = (Arc::clone(&candidate), published.clone());
        let read = blocking(deadline, cancel, move || Subject::new(of_candidate, of_published)).await;
        let mut results = Vec::new();
        for (done, entry) in checks::ALL.iter().enumerate() {
            progress(Progress { check: entry.check, done, of: checks::ALL.len() });
            let result = match &read {
                Ok(subject) => self.ask(entry, Arc::new(subject.clone()), deadline, cancel).await,
                Err(stop) => unasked(&entry.check, *stop),
            };
            results.push(result);
        }
        let overrides = overrides::apply(&mut results, overrides);
        let published = read.ok().and_then(|subject| subject.published);
        let definition = candidate.hash();
        Report {
            id: report_id(definition, self.parts.seed, started),
            bank: self.parts.spec.id.clone(),
            family: candidate.family.clone(),
            version: candidate.version,
            definition,
            against: published.map(|published| published.version),
            seed: self.parts.seed,
            started,
            finished: self.parts.clock.now(),
            requests: 0,
            results,
            overrides,
        }
    }

    async fn ask(
        &self,
        entry: &Entry,
        subject: Arc<Subject>,
        deadline: Instant,
        cancel: &CancellationToken,
    ) -> CheckResult {
        let deadline = deadline.min(Instant::now() + self.parts.bounds.check_time_max);
        let verdict = match entry.run {
            Run::Reading(run) => blocking(deadline, cancel, move || run(&subject)).await,
        };
        match verdict {
            Ok(verdict) => CheckResult::of(&entry.check, verdict),
            Err(stop) => unasked(&entry.check, stop),
        }
    }
}

/// A check that came to no verdict has failed.
fn unasked(check: &Check, stop: Stop) -> CheckResult {
    let finding = Finding::of(check, "the testbed", stop.to_string(), stop.remedy());
    CheckResult::of(check, Verdict::of(vec![finding]))
}

/// The same for the same definition, seed and moment.
fn report_id(definition: DefinitionHash, seed: u64, started: Timestamp) -> ReportId {
    let named = format!("{definition} {seed} {}", started.as_nanosecond());
    let hash = DefinitionHash::of(named.as_bytes()).to_string();
    let short = hash.get(..24).unwrap_or(&hash);
    // Letters, digits and a hyphen, and few of them: this can always name a report.
    #[allow(clippy::expect_used, reason = "hexadecimal digits name a report")]
    ReportId::new(format!("report-{short}")).expect("hexadecimal digits name a report")
}

#[cfg(test)]
mod tests;
