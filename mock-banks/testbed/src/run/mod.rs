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
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use moa_bank_core::spec::BankSpec;
use moa_bank_registry::{ApiDefinition, DefinitionHash, ReportId};
use moa_kernel::{Clock, Timestamp};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::check::{Check, Finding, Verdict};
use crate::checks::{self, Entry, Run};
use crate::lab::{Lab, Twin, TwinParts};
use crate::report::{CheckResult, Override, Report};
use crate::subject::Subject;
use guard::{Stop, asking, blocking};

/// What the platform puts around a gateway's router.
pub type Around = Arc<dyn Fn(Router) -> Router + Send + Sync>;

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
    /// What the platform puts around its gateways, so that the twin answers as the bank does.
    pub around: Option<Around>,
}

/// Verifies candidates. Cheap to clone.
#[derive(Clone)]
pub struct Testbed {
    parts: Arc<TestbedParts>,
    /// Counts the runs, so that two in one moment have reports of two names.
    runs: Arc<AtomicU32>,
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
        Self { parts: Arc::new(parts), runs: Arc::default() }
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
        let nth = self.runs.fetch_add(1, Ordering::Relaxed);
        let deadline = Instant::now() + self.parts.bounds.time_max;
        let (of_candidate, of_published) = (Arc::clone(&candidate), published.clone());
        let read = blocking(deadline, cancel, move || Arc::new(Subject::new(of_candidate, of_published))).await;
        let mut run = Running { testbed: self, deadline, cancel, sent: Arc::default(), lab: None };
        let mut results = Vec::new();
        for (done, entry) in checks::ALL.iter().enumerate() {
            progress(Progress { check: entry.check, done, of: checks::ALL.len() });
            let result = match &read {
                Ok(subject) => run.ask(entry, subject).await,
                Err(stop) => unasked(&entry.check, &stop.to_string(), stop.remedy()),
            };
            results.push(result);
        }
        let requests = run.sent.load(Ordering::Relaxed);
        let overrides = overrides::apply(&mut results, overrides);
        let published = read.ok().and_then(|subject| subject.published.clone());
        let definition = candidate.hash();
        Report {
            id: report_id(definition, self.parts.seed, (started, nth)),
            bank: self.parts.spec.id.clone(),
            family: candidate.family.clone(),
            version: candidate.version,
            definition,
            against: published.map(|published| published.version),
            seed: self.parts.seed,
            started,
            finished: self.parts.clock.now(),
            requests,
            results,
            overrides,
        }
    }
}

/// One run.
struct Running<'a> {
    testbed: &'a Testbed,
    deadline: Instant,
    cancel: &'a CancellationToken,
    sent: Arc<AtomicU32>,
    /// Opened for the first check that asks. Where there is none there is a reason.
    lab: Option<Result<Arc<Lab>, String>>,
}

impl Running<'_> {
    async fn ask(&mut self, entry: &Entry, subject: &Arc<Subject>) -> CheckResult {
        let deadline = self.deadline.min(Instant::now() + self.testbed.parts.bounds.check_time_max);
        let check = &entry.check;
        match entry.run {
            Run::Reading(run) => {
                let subject = Arc::clone(subject);
                match blocking(deadline, self.cancel, move || run(&subject)).await {
                    Ok(verdict) => CheckResult::of(check, verdict),
                    Err(stop) => unasked(check, &stop.to_string(), stop.remedy()),
                }
            }
            Run::Asking(run) => match self.lab(subject).await {
                Err(problem) => unasked(check, &problem, "mend what keeps the twin from taking the definition"),
                Ok(lab) => match asking(deadline, self.cancel, run(Arc::clone(&lab))).await {
                    Ok(Ok(verdict)) => CheckResult { measured: lab.take_measured(), ..CheckResult::of(check, verdict) },
                    Ok(Err(end)) => unasked(check, &end.to_string(), "make it answer sooner and with less"),
                    Err(stop) => unasked(check, &stop.to_string(), stop.remedy()),
                },
            },
        }
    }

    async fn lab(&mut self, subject: &Arc<Subject>) -> Result<Arc<Lab>, String> {
        if self.lab.is_none() {
            self.lab = Some(self.open_lab(subject).await);
        }
        match &self.lab {
            Some(lab) => lab.clone(),
            None => Err(Stop::Cancelled.to_string()),
        }
    }

    async fn open_lab(&self, subject: &Arc<Subject>) -> Result<Arc<Lab>, String> {
        let parts = &self.testbed.parts;
        if subject.candidate.check().is_err() {
            // What is wrong with it is told by a check of its own.
            return Err("there is no twin to ask: the definition does not hold together".to_owned());
        }
        let twin = TwinParts {
            spec: parts.spec.clone(),
            now: parts.clock.now(),
            seed: parts.seed,
            live: vec![(*subject.candidate).clone()],
            around: parts.around.clone(),
        };
        let opening = twin.clone();
        let opened = blocking(self.deadline, self.cancel, move || Twin::open(opening)).await;
        let opened =
            opened.map_err(|stop| stop.to_string())?.map_err(|error| format!("there is no twin to ask: {error}"))?;
        let lab = Lab::new(Arc::clone(subject), Arc::new(opened), twin, parts.bounds, Arc::clone(&self.sent));
        Ok(Arc::new(lab))
    }
}

/// A check that came to no verdict has failed.
fn unasked(check: &Check, problem: &str, remedy: &str) -> CheckResult {
    CheckResult::of(check, Verdict::of(vec![Finding::of(check, "the testbed", problem, remedy)]))
}

/// The same for the same definition, seed and moment, and the same run of that moment.
fn report_id(definition: DefinitionHash, seed: u64, (started, nth): (Timestamp, u32)) -> ReportId {
    let named = format!("{definition} {seed} {} {nth}", started.as_nanosecond());
    let hash = DefinitionHash::of(named.as_bytes()).to_string();
    let short = hash.get(..24).unwrap_or(&hash);
    // Letters, digits and a hyphen, and few of them: this can always name a report.
    #[allow(clippy::expect_used, reason = "hexadecimal digits name a report")]
    ReportId::new(format!("report-{short}")).expect("hexadecimal digits name a report")
}

#[cfg(test)]
mod tests;
