//! Hears every answer of a run and remembers what was wrong with any of them, whatever the check that asked was about.

use std::sync::{Mutex, PoisonError};

use super::{Answer, CANARY_WORDS, Twin};

/// More are not remembered: the first ones are enough to go by.
const KEPT_MAX: usize = 50;

/// What only the inside of a platform says.
const INSIDE: &[&str] = &["panicked at", "RUST_BACKTRACE", "rusqlite", "SQLITE_", "SELECT ", ".rs:", "stack backtrace"];

/// Headers by which a server says what it is. Whoever wants to know has no good reason (X.1149 §8.1.13, §8.1.14).
const BANNERS: &[&str] = &["server", "x-powered-by", "via", "x-aspnet-version", "x-runtime"];

/// One thing that was wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) asked: String,
    pub(crate) problem: String,
}

/// The memory of a run.
#[derive(Debug)]
pub(crate) struct Tape {
    canaries: Vec<String>,
    leaks: Mutex<Vec<Heard>>,
    undressed: Mutex<Vec<Heard>>,
}

impl Tape {
    pub(super) fn new(twin: &Twin) -> Self {
        let ids = twin.canary_accounts.iter().map(|account| account.id.to_string());
        // A short id could be part of an amount by chance.
        let ids = ids.filter(|id| id.len() >= 10);
        let canaries = CANARY_WORDS.iter().map(|word| (*word).to_owned()).chain(ids).collect();
        Self { canaries, leaks: Mutex::default(), undressed: Mutex::default() }
    }

    pub(super) fn hear(&self, answer: &Answer, token: Option<&str>) {
        let text = String::from_utf8_lossy(&answer.body);
        let headers: Vec<_> = answer.headers.values().filter_map(|value| value.to_str().ok()).collect();
        let has = |word: &str| text.contains(word) || headers.iter().any(|value| value.contains(word));
        if let Some(word) = self.canaries.iter().find(|word| has(word)) {
            // What leaked is named, because it is planted and belongs to nobody.
            keep(&self.leaks, answer, format!("it tells {word:?} of a customer who gave no consent"));
        }
        if token.is_some_and(|token| token.len() > 20 && has(token)) {
            keep(&self.leaks, answer, "it holds the access token it was asked with".to_owned());
        }
        if let Some(word) = INSIDE.iter().find(|word| has(word)) {
            keep(&self.leaks, answer, format!("it tells of the inside of the platform: {word:?}"));
        }
        for problem in undressed(answer) {
            keep(&self.undressed, answer, problem);
        }
    }

    /// Answers that told what they must not.
    pub(crate) fn leaks(&self) -> Vec<Heard> {
        self.leaks.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Answers that lacked a header, or had one too many.
    pub(crate) fn undressed(&self) -> Vec<Heard> {
        self.undressed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn keep(list: &Mutex<Vec<Heard>>, answer: &Answer, problem: String) {
    let mut list = list.lock().unwrap_or_else(PoisonError::into_inner);
    let heard = Heard { asked: answer.asked.clone(), problem };
    if list.len() < KEPT_MAX && !list.contains(&heard) {
        list.push(heard);
    }
}

fn undressed(answer: &Answer) -> Vec<String> {
    let mut problems = Vec::new();
    let mut unless = |holds: bool, problem: &str| {
        if !holds {
            problems.push(problem.to_owned());
        }
    };
    unless(
        answer.header("cache-control").is_some_and(|it| it.contains("no-store")),
        "it may be kept: no `Cache-Control: no-store`",
    );
    unless(
        answer.header("x-content-type-options") == Some("nosniff"),
        "it may be guessed at: no `X-Content-Type-Options: nosniff`",
    );
    let csp = answer.header("content-security-policy").unwrap_or_default();
    unless(
        csp.contains("default-src 'none'"),
        "a browser may run it: no `Content-Security-Policy: default-src 'none'`",
    );
    unless(
        answer.header("strict-transport-security").is_some(),
        "no `Strict-Transport-Security` although the origin is https",
    );
    unless(answer.header("x-fapi-interaction-id").is_some_and(|id| id.len() == 36), "it has no x-fapi-interaction-id");
    for banner in BANNERS {
        unless(answer.header(banner).is_none(), &format!("it says what answers, in the header {banner}"));
    }
    let json = answer.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    unless(answer.body.is_empty() || json, "its body is not application/json");
    problems
}
