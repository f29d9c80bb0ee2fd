//! A no, for the person at the terminal: what happened, each fault, and what to do next. The management centre's is
//! [`Refused`]; what goes wrong before anybody was asked is [`Stuck`].

use std::fmt;

use http::StatusCode;
use serde_json::Value;

use super::call::Answer;
use super::show::plain;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) struct Refused {
    status: StatusCode,
    problem: Value,
}

impl Refused {
    /// The answer, unless it is a refusal.
    pub(crate) fn or(answer: Answer) -> Result<Answer, Self> {
        if answer.status.is_success() {
            return Ok(answer);
        }
        Err(Self { status: answer.status, problem: serde_json::from_slice(&answer.body).unwrap_or(Value::Null) })
    }

    /// Whether somebody has to log in first.
    pub(crate) fn is_stranger(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.problem.get(name).and_then(Value::as_str)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text("detail") {
            Some(detail) => write!(f, "{}", plain(detail))?,
            None => write!(f, "the management centre answered {}", self.status)?,
        }
        if let Some(code) = self.text("code") {
            write!(f, " [{code}]")?;
        }
        for fault in self.problem.get("faults").and_then(Value::as_array).into_iter().flatten() {
            let of = |name: &str| fault.get(name).and_then(Value::as_str).unwrap_or_default();
            let line = |name: &str| plain(of(name));
            write!(f, "\n  {}: {}\n    → {}", line("field"), line("problem"), line("advice"))?;
        }
        match self.text("next") {
            Some(next) => write!(f, "\n  → {}", plain(next)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refused {}

/// What stands in the way here, before the management centre was asked or because it is not there.
#[derive(Debug)]
pub(crate) struct Stuck {
    said: String,
    because: Option<String>,
    next: String,
}

impl Stuck {
    pub(crate) fn new(said: impl Into<String>, next: impl Into<String>) -> Self {
        Self { said: said.into(), because: None, next: next.into() }
    }

    pub(crate) fn because(self, cause: &impl fmt::Display) -> Self {
        Self { because: Some(cause.to_string()), ..self }
    }
}

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)?;
        if let Some(because) = &self.because {
            write!(f, "\n  because {because}")?;
        }
        write!(f, "\n  → {}", self.next)
    }
}

impl std::error::Error for Stuck {}
