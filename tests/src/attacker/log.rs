//! Everything that is logged during a test, and the secrets that must not be in it.
//!
//! The whole process logs at its most talkative level into memory. A [`Watch`] collects every secret that passes by (tokens,
//! codes, verifiers, assertions, proofs, cookies, passwords, account numbers) and, at the end, looks for each of them in what
//! was logged since it began. Whoever holds one calls [`Watch::end`] when the test is over.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use reqwest::header::{HeaderMap, LOCATION, SET_COOKIE};
use serde_json::Value;
use tracing_subscriber::EnvFilter;

/// Shorter texts occur by chance.
const SECRET_CHARS_MIN: usize = 12;

/// Headers and fields whose values nobody may log.
const SECRET_HEADERS: &[&str] = &["authorization", "dpop", "cookie"];
const SECRET_FIELDS: &[&str] =
    &["client_assertion", "code", "code_verifier", "refresh_token", "token", "password", "csrf", "state", "nonce"];

/// Members of answers that hold secrets or account numbers.
const SECRET_MEMBERS: &[&str] = &["access_token", "refresh_token", "id_token", "Identification"];

/// Everything, but for the parser with which the scripted person reads pages: it is no part of any bank or app.
const LEVELS: &str = "trace,html5ever=off,selectors=off";

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Writes into [`LOG`].
struct IntoMemory;

impl Write for IntoMemory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        log().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn log() -> MutexGuard<'static, Vec<u8>> {
    LOG.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The secrets of one test, and where in the log it began.
pub struct Watch {
    from: usize,
    /// By text, with what each is.
    secrets: Mutex<BTreeMap<String, String>>,
}

impl Watch {
    /// Begins to listen.
    #[must_use]
    pub fn begin() -> Self {
        static STARTED: Once = Once::new();
        STARTED.call_once(|| {
            let everything = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(LEVELS)).with_ansi(false);
            // Where a test has set up its own log, that one is listened to by its own means.
            let _ = everything.with_writer(|| IntoMemory).try_init();
        });
        Self { from: log().len(), secrets: Mutex::default() }
    }

    /// Listens to nothing, for a test that makes more noise than anybody could read.
    #[must_use]
    pub fn deaf() -> Self {
        Self { from: log().len(), secrets: Mutex::default() }
    }

    /// Notes a secret.
    pub fn note(&self, what: &str, secret: &str) {
        if secret.chars().count() >= SECRET_CHARS_MIN {
            let mut secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
            secrets.entry(secret.to_owned()).or_insert_with(|| what.to_owned());
        }
    }

    /// Notes what a request's header holds, if it is one whose value is a secret.
    pub fn note_header(&self, name: &str, value: &str) {
        if SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret)) {
            self.note(name, value.rsplit([' ', '=']).next().unwrap_or_default());
        }
    }

    /// Notes what a form's field holds, if it is one whose value is a secret.
    pub fn note_field(&self, name: &str, value: &str) {
        if SECRET_FIELDS.contains(&name) {
            self.note(name, value);
        }
    }

    /// Notes the secrets of an answer.
    pub fn note_answer(&self, headers: &HeaderMap, body: &[u8]) {
        self.note_members(&serde_json::from_slice(body).unwrap_or_default());
        for cookie in headers.get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
            self.note("cookie", pair.split_once('=').map_or("", |(_, value)| value));
        }
        let location = headers.get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        for (name, value) in url::form_urlencoded::parse(location.split_once('?').map_or("", |(_, q)| q).as_bytes()) {
            if name == "code" {
                self.note("code", &value);
            }
        }
    }

    fn note_members(&self, json: &Value) {
        match json {
            Value::Object(members) => {
                for (name, value) in members {
                    if let (true, Some(text)) = (SECRET_MEMBERS.contains(&name.as_str()), value.as_str()) {
                        self.note(name, text);
                    }
                    self.note_members(value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.note_members(item)),
            _ => {}
        }
    }

    /// What was logged that should not have been: the kind of each secret, and the line it is in.
    #[must_use]
    pub fn leaks(&self) -> Vec<String> {
        let log = log();
        self.leaks_in(&String::from_utf8_lossy(log.get(self.from..).unwrap_or_default()))
    }

    /// The same for any text: an error, what a program prints.
    #[must_use]
    pub fn leaks_in(&self, said: &str) -> Vec<String> {
        let secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        let line_of = |secret: &str| said.lines().find(|line| line.contains(secret)).map(str::to_owned);
        let leaked = secrets.iter().filter(|(secret, _)| said.contains(secret.as_str()));
        leaked.map(|(secret, what)| format!("{what}: {}", line_of(secret).unwrap_or_default())).collect()
    }

    /// Demands that no secret was logged.
    ///
    /// # Panics
    /// When one was, unless the test fails already and has something else to say.
    pub fn end(&self) {
        if !std::thread::panicking() {
            let leaks = self.leaks();
            assert!(leaks.is_empty(), "secrets in the log: {leaks:#?}");
        }
    }

    /// Whether a secret of this kind has passed by.
    #[must_use]
    pub fn knows(&self, what: &str) -> bool {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner).values().any(|kind| kind == what)
    }

    /// How many bytes were logged since it began, and how many secrets it knows.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner).len();
        (log().len().saturating_sub(self.from), secrets)
    }
}
