//! The lab: a twin of the bank with two invented customers in it, two apps that hold keys, and the real gateway around it.
//!
//! A check asks the lab for a request that ought to be answered ([`Lab::good`]), spoils one thing, sends it ([`Lab::send`])
//! and looks at the [`Answer`]. Everything that is sent goes through the bank's own gateway router, with real DPoP proofs,
//! and is counted against the bounds of the run. Every answer is also looked through for what must never be in one: what
//! belongs to the other customer, tokens, and the inside of the platform.
//!
//! No real customer is in it, and nothing of it outlives the run: the twin's state is in memory.

mod answer;
mod ask;
mod good;
mod judge;
mod neighbour;
mod people;
mod tape;
mod tokens;
mod twin;

pub(crate) use answer::Answer;
pub(crate) use ask::{Ask, Proof};
pub(crate) use good::{IDEMPOTENCY_KEY, documented, parameter};
pub(crate) use judge::Judge;
pub(crate) use neighbour::neighbour;
pub(crate) use people::CANARY_WORDS;
pub(crate) use twin::{App, Twin, TwinParts};

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use http::Request;
use http_body_util::{BodyExt as _, Limited};
use moa_bank_registry::{ApiDefinition, Operation};
use tower::ServiceExt as _;

use crate::report::Measure;
use crate::run::Bounds;
use crate::subject::Subject;
use good::Needed;
use tape::Tape;

/// A twin with the candidate in it, ready to be asked.
pub(crate) struct Lab {
    pub(crate) subject: Arc<Subject>,
    pub(crate) twin: Arc<Twin>,
    pub(crate) judge: Judge,
    pub(crate) seed: u64,
    parts: TwinParts,
    bounds: Bounds,
    sent: Arc<AtomicU32>,
    tape: Tape,
    needed: Mutex<HashMap<String, Arc<Needed>>>,
    measured: Mutex<Vec<Measure>>,
}

/// Why a check could not go on asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LabEnd {
    #[error("the run has sent all the requests it may send")]
    TooMany,
    #[error("{0} was not answered in the time a request has")]
    Silent(String),
    #[error("{0} was answered with more than an answer may be")]
    TooLong(String),
    #[error("{0} cannot be sent: it is no HTTP request")]
    Unsendable(String),
    #[error("the twin is in trouble: {0}")]
    Twin(String),
}

impl Lab {
    pub(crate) fn new(
        subject: Arc<Subject>,
        twin: Arc<Twin>,
        parts: TwinParts,
        bounds: Bounds,
        sent: Arc<AtomicU32>,
    ) -> Self {
        let judge = Judge::new(Arc::clone(&subject.candidate));
        let (tape, seed) = (Tape::new(&twin), parts.seed);
        Self {
            subject,
            twin,
            judge,
            seed,
            parts,
            bounds,
            sent,
            tape,
            needed: Mutex::default(),
            measured: Mutex::default(),
        }
    }

    /// A lab for another API that lives in a twin.
    pub(crate) fn beside(&self, subject: Subject, twin: Arc<Twin>) -> Self {
        Self::new(Arc::new(subject), twin, self.parts.clone(), self.bounds, Arc::clone(&self.sent))
    }

    /// Another twin of the same bank, with these APIs live in it.
    pub(crate) async fn another_twin(&self, live: Vec<ApiDefinition>) -> Result<Arc<Twin>, LabEnd> {
        let parts = TwinParts { live, ..self.parts.clone() };
        let opened = tokio::task::spawn_blocking(move || Twin::open(parts)).await;
        let twin = opened.map_err(|error| LabEnd::Twin(error.to_string()))?;
        twin.map(Arc::new).map_err(|error| LabEnd::Twin(error.to_string()))
    }

    /// The operations of the candidate.
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.subject.candidate.operations
    }

    /// Sends a request and reads its answer to the end.
    pub(crate) async fn send(&self, ask: Ask) -> Result<Answer, LabEnd> {
        self.twin.tick(ask.has_header(IDEMPOTENCY_KEY));
        self.send_at_once(ask).await
    }

    /// The same, in the same moment as the request before.
    pub(crate) async fn send_at_once(&self, ask: Ask) -> Result<Answer, LabEnd> {
        let request = ask.to_request(&self.twin).ok_or_else(|| LabEnd::Unsendable(ask.label.clone()))?;
        self.pass(ask, request).await
    }

    /// Sends a request, if it is one: not every text can stand in a header or a URL.
    pub(crate) async fn send_if_possible(&self, ask: Ask) -> Result<Option<Answer>, LabEnd> {
        self.twin.tick(ask.has_header(IDEMPOTENCY_KEY));
        match ask.to_request(&self.twin) {
            Some(request) => self.pass(ask, request).await.map(Some),
            None => Ok(None),
        }
    }

    async fn pass(&self, ask: Ask, request: Request<Body>) -> Result<Answer, LabEnd> {
        if self.sent.fetch_add(1, Ordering::Relaxed) >= self.bounds.requests_max {
            return Err(LabEnd::TooMany);
        }
        let work = async {
            // A router never fails; its answers do.
            let Ok(response) = self.twin.router.clone().oneshot(request).await;
            let (head, body) = response.into_parts();
            let body = Limited::new(body, self.bounds.answer_bytes_max).collect().await;
            body.map(|body| (head, body.to_bytes().to_vec()))
        };
        let (head, body) = tokio::time::timeout(self.bounds.request_time_max, work)
            .await
            .map_err(|_| LabEnd::Silent(ask.label.clone()))?
            .map_err(|_| LabEnd::TooLong(ask.label.clone()))?;
        let answer = Answer { asked: ask.label, status: head.status, headers: head.headers, body };
        self.tape.hear(&answer, ask.token.as_deref());
        Ok(answer)
    }

    /// What was in answers and must not be, and how answers were dressed that were dressed wrongly.
    pub(crate) fn tape(&self) -> &Tape {
        &self.tape
    }

    /// Notes something that was measured.
    pub(crate) fn measure(&self, name: &str, value: u64, unit: &str) {
        let measure = Measure { name: name.to_owned(), value, unit: unit.to_owned() };
        self.measured.lock().unwrap_or_else(PoisonError::into_inner).push(measure);
    }

    /// What was measured since this was last asked.
    pub(crate) fn take_measured(&self) -> Vec<Measure> {
        std::mem::take(&mut *self.measured.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
