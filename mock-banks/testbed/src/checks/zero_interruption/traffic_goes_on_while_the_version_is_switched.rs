//! A second twin serves the published version, and another API beside it. While apps ask on and on, the candidate is
//! published there. Nobody may notice: no request may fail that should have succeeded. How long the slowest one took is
//! measured and told; only failures decide.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use moa_bank_registry::{ApiDefinition, Operation, RegistryError, ReportId, StoredReport};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::check::{Check, Finding, Plan, Verdict};
use crate::lab::{Lab, LabEnd, Twin, neighbour, parameter};
use crate::subject::Subject;

pub(crate) const CHECK: Check = Check {
    id: "zero-interruption.traffic-goes-on-while-the-version-is-switched",
    sentence: "no request fails while the version is switched",
    clause: "ITU-T X.1149 §7.3; decision 18",
    plan: Plan::ZeroInterruption,
};

/// Requests before the switch, and as many after it.
const REQUESTS: u64 = 200;
/// Apps that ask at the same time.
const APPS: usize = 4;
const ACTOR: &str = "testbed";
const REMEDY: &str = "let a request finish on the version it began on";

pub(crate) async fn run(lab: &Lab) -> Result<Verdict, LabEnd> {
    let before = lab.subject.published.iter().cloned().chain([Arc::new(neighbour()?)]);
    let before: Vec<Arc<ApiDefinition>> = before.collect();
    let twin = lab.another_twin(before.iter().map(|live| (**live).clone()).collect()).await?;
    let labs = before.into_iter().map(|live| Arc::new(lab.beside(Subject::new(live, None), Arc::clone(&twin))));
    let labs: Vec<_> = labs.collect();
    let traffic = Arc::new(Traffic::default());
    let mut apps = JoinSet::new();
    for app in 0..APPS {
        apps.spawn(ask_on(labs.clone(), Arc::clone(&traffic), app));
    }
    tokio::select! {
        () = traffic.warm.notified() => {}
        Some(ended) = apps.join_next() => return Err(ended_early(ended)),
    }
    let began = Instant::now();
    let published = publish(&twin, (*lab.subject.candidate).clone()).await;
    let took = began.elapsed();
    traffic.end_after(REQUESTS);
    while let Some(ended) = apps.join_next().await {
        ended.map_err(|error| LabEnd::Twin(error.to_string()))??;
    }
    lab.measure("requests during the switch's traffic", traffic.asked.load(Ordering::Relaxed), "requests");
    lab.measure("failed requests", traffic.failed.load(Ordering::Relaxed), "requests");
    lab.measure("the switch itself", micros(took), "µs");
    lab.measure("the slowest answer", traffic.slowest_us.load(Ordering::Relaxed), "µs");
    let mut findings = traffic.findings();
    match published {
        Ok(()) => findings.extend(answers_now(lab, &twin).await?),
        Err(problem) => findings.push(Finding::of(&CHECK, "the switch", problem, "see what the registry refused")),
    }
    Ok(Verdict::of(findings))
}

/// What the apps have seen.
#[derive(Default)]
struct Traffic {
    asked: AtomicU64,
    failed: AtomicU64,
    slowest_us: AtomicU64,
    /// How many requests there are to be; nobody knows before the switch is done.
    until: AtomicU64,
    ending: AtomicBool,
    warm: Notify,
    failures: Mutex<Vec<Finding>>,
}

impl Traffic {
    fn end_after(&self, more: u64) {
        self.until.store(self.asked.load(Ordering::Acquire).saturating_add(more), Ordering::Release);
        self.ending.store(true, Ordering::Release);
    }

    fn is_over(&self) -> bool {
        self.ending.load(Ordering::Acquire) && self.asked.load(Ordering::Acquire) >= self.until.load(Ordering::Acquire)
    }

    fn count(&self, took: Duration, failure: Option<Finding>) {
        self.slowest_us.fetch_max(micros(took), Ordering::Relaxed);
        if let Some(failure) = failure {
            self.failed.fetch_add(1, Ordering::Relaxed);
            self.failures.lock().unwrap_or_else(PoisonError::into_inner).push(failure);
        }
        if self.asked.fetch_add(1, Ordering::AcqRel) + 1 == REQUESTS {
            self.warm.notify_one();
        }
    }

    fn findings(&self) -> Vec<Finding> {
        std::mem::take(&mut *self.failures.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// One app: every reading operation of every live API, again and again.
async fn ask_on(labs: Vec<Arc<Lab>>, traffic: Arc<Traffic>, start: usize) -> Result<(), LabEnd> {
    let reads =
        labs.iter().flat_map(|lab| lab.operations().iter().filter(reads).map(move |operation| (lab, operation)));
    let reads: Vec<(&Arc<Lab>, &Operation)> = reads.collect();
    for (lab, operation) in reads.iter().cycle().skip(start) {
        if traffic.is_over() {
            return Ok(());
        }
        let ask = lab.good(operation).await?;
        let began = Instant::now();
        let answer = lab.send(ask).await?;
        traffic.count(began.elapsed(), answer.must_be(&CHECK, &[200], REMEDY));
        tokio::task::yield_now().await;
    }
    Err(LabEnd::Twin("there is nothing to read".to_owned()))
}

fn reads(operation: &&Operation) -> bool {
    operation.method == http::Method::GET && matches!(parameter(operation), None | Some("AccountId" | "ConsentId"))
}

/// The candidate goes the way every API goes, with a report of the twin's own.
async fn publish(twin: &Arc<Twin>, candidate: ApiDefinition) -> Result<(), String> {
    let registry = twin.registry.clone();
    let now = moa_kernel::Clock::now(&*twin.clock);
    let work = move || {
        let (family, version, hash) = (candidate.family.clone(), candidate.version, candidate.hash());
        registry.draft(candidate, ACTOR)?;
        registry.submit(&family, version, ACTOR)?;
        registry.begin_verifying(&family, version, ACTOR)?;
        let id = ReportId::new("twin").map_err(|_| RegistryError::NoReport)?;
        registry.keep_report(StoredReport::new(id, (family.clone(), version), hash, true, now, b"{}".to_vec()))?;
        registry.publish(&family, version, &hash, ACTOR).map(drop)
    };
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| error.to_string())?;
    done.map_err(|error: RegistryError| error.to_string())
}

/// After the switch it is the candidate that answers.
async fn answers_now(lab: &Lab, twin: &Arc<Twin>) -> Result<Option<Finding>, LabEnd> {
    let table = twin.registry.table();
    let live = table.api(&lab.subject.candidate.family, lab.subject.candidate.version.major);
    let is_it = live.is_some_and(|live| live.hash == lab.subject.candidate.hash());
    let problem = "what is live after the switch is not the candidate";
    Ok((!is_it).then(|| Finding::of(&CHECK, "the switch", problem, REMEDY)))
}

fn ended_early(ended: Result<Result<(), LabEnd>, tokio::task::JoinError>) -> LabEnd {
    match ended {
        Ok(Err(end)) => end,
        Ok(Ok(())) => LabEnd::Twin("the traffic ended by itself".to_owned()),
        Err(error) => LabEnd::Twin(error.to_string()),
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
