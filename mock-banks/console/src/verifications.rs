//! Verifications under way, and how the last one of each API ended. They belong to this run of the platform: what was not
//! finished when it stopped is submitted again by the registry.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use moa_bank_registry::{ApiRecord, Family, State, Version};
use moa_bank_testbed::Override;
use moa_kernel::Timestamp;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tracing::error;

use crate::desk::{BankDesk, blocking};
use crate::problem::{Code, Problem};
use crate::tester::Step;

/// The verifications of one bank.
pub(crate) struct Verifications {
    jobs: Mutex<BTreeMap<(Family, Version), Job>>,
    /// The testbed drives a whole bank: one at a time, the others wait.
    turn: Arc<Semaphore>,
}

/// One verification.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    pub(crate) started_by: String,
    pub(crate) started_at: Timestamp,
    pub(crate) step: Step,
    pub(crate) outcome: Outcome,
    cancel: CancellationToken,
}

/// How it stands with a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Waiting,
    Running,
    Finished { report: String, passed: bool },
    Cancelled,
    Broken,
}

impl Default for Verifications {
    fn default() -> Self {
        Self { jobs: Mutex::default(), turn: Arc::new(Semaphore::new(1)) }
    }
}

impl Verifications {
    pub(crate) fn find(&self, family: &Family, version: Version) -> Option<Job> {
        self.lock().get(&(family.clone(), version)).cloned()
    }

    /// Asks a verification to stop. Says whether there was one to stop.
    pub(crate) fn cancel(&self, family: &Family, version: Version) -> bool {
        let jobs = self.lock();
        let job = jobs.get(&(family.clone(), version));
        let under_way = job.filter(|job| matches!(job.outcome, Outcome::Waiting | Outcome::Running));
        under_way.map(|job| job.cancel.cancel()).is_some()
    }

    fn change(&self, key: &(Family, Version), change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.lock().get_mut(key) {
            change(job);
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(Family, Version), Job>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Begins a verification of a submitted API and returns at once.
pub(crate) async fn start(
    bank: &Arc<BankDesk>,
    (family, version): (Family, Version),
    overrides: Vec<Override>,
    actor: String,
) -> Result<ApiRecord, Problem> {
    let (registry, by) = (bank.parts.registry.clone(), actor.clone());
    let at = (family.clone(), version);
    let record = blocking(move || Ok(registry.begin_verifying(&at.0, at.1, &by)?)).await?;
    let cancel = CancellationToken::new();
    let job = Job {
        started_by: actor.clone(),
        started_at: bank.parts.bank.now(),
        step: Step::default(),
        outcome: Outcome::Waiting,
        cancel: cancel.clone(),
    };
    let key = (family, version);
    bank.verifications.lock().insert(key.clone(), job);
    let (bank, candidate) = (Arc::clone(bank), record.clone());
    tokio::spawn(async move {
        let outcome = match run(&bank, &key, &candidate, overrides, &cancel).await {
            Ok(outcome) => outcome,
            Err(problem) => {
                error!(family = %key.0, version = %key.1, problem = problem.detail, "a verification came to nothing");
                Outcome::Broken
            }
        };
        if matches!(outcome, Outcome::Cancelled | Outcome::Broken) {
            give_up(&bank, &key, &actor).await;
        }
        bank.verifications.change(&key, |job| job.outcome = outcome);
    });
    Ok(record)
}

async fn run(
    bank: &Arc<BankDesk>,
    key: &(Family, Version),
    record: &ApiRecord,
    overrides: Vec<Override>,
    cancel: &CancellationToken,
) -> Result<Outcome, Problem> {
    let turn = Arc::clone(&bank.verifications.turn);
    let _turn = tokio::select! {
        turn = turn.acquire_owned() => turn.map_err(|error| Problem::internal(&error))?,
        () = cancel.cancelled() => return Ok(Outcome::Cancelled),
    };
    bank.verifications.change(key, |job| job.outcome = Outcome::Running);
    let (noting, noted) = (Arc::clone(bank), key.clone());
    let progress = Arc::new(move |step: Step| noting.verifications.change(&noted, |job| job.step = step));
    let candidate = Arc::clone(&record.definition);
    let tester = Arc::clone(&bank.parts.tester);
    let (published, stop) = (published(bank, record), cancel.clone());
    // A task of its own, so that a check that panics ends the verification and nothing else.
    let work = tokio::spawn(async move { tester.verify(candidate, published, overrides, progress, stop).await });
    let report = match work.await {
        Ok(Some(report)) if !cancel.is_cancelled() => report,
        Ok(_) => return Ok(Outcome::Cancelled),
        Err(error) => return Err(Problem::internal(&error)),
    };
    let (registry, stored) = (bank.parts.registry.clone(), report.to_stored());
    blocking(move || Ok(registry.keep_report(stored)?)).await?;
    Ok(Outcome::Finished { report: report.id.to_string(), passed: report.passed() })
}

/// The version whose callers the candidate has to suit: the one of the same major that is live.
fn published(bank: &BankDesk, candidate: &ApiRecord) -> Option<Arc<moa_bank_registry::ApiDefinition>> {
    let key = candidate.definition.key();
    let live = bank.parts.registry.list().into_iter().filter(|record| record.state.is_live());
    live.filter(|record| record.definition.key() == key).map(|record| record.definition).next_back()
}

async fn give_up(bank: &Arc<BankDesk>, (family, version): &(Family, Version), actor: &str) {
    let (registry, family, version, actor) = (bank.parts.registry.clone(), family.clone(), *version, actor.to_owned());
    let still = |state: &State| matches!(state, State::Verifying);
    if registry.find(&family, version).is_some_and(|record| still(&record.state)) {
        let given_up = blocking(move || Ok(registry.give_up_verifying(&family, version, &actor)?)).await;
        if let Err(problem) = given_up {
            error!(problem = problem.detail, "a verification that came to nothing could not be taken back");
        }
    }
}

/// What callers are told when there is nothing to tell.
pub(crate) fn none() -> Problem {
    let detail = "this API has not been verified since the platform started";
    Problem::unknown(Code::Unknown, detail, "the report of an earlier verification: `mock-banks admin report`")
}
