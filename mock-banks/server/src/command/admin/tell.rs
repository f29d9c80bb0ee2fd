//! A refusal, for the person at the terminal: what happened, each fault, and what to do next.

use std::fmt;

use http::StatusCode;
use serde_json::Value;

use super::call::Answer;

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
            Some(detail) => write!(f, "{detail}")?,
            None => write!(f, "the management centre answered {}", self.status)?,
        }
        if let Some(code) = self.text("code") {
            write!(f, " [{code}]")?;
        }
        for fault in self.problem.get("faults").and_then(Value::as_array).into_iter().flatten() {
            let of = |name: &str| fault.get(name).and_then(Value::as_str).unwrap_or_default();
            write!(f, "\n  {}: {}\n    → {}", of("field"), of("problem"), of("advice"))?;
        }
        match self.text("next") {
            Some(next) => write!(f, "\n  → {next}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refused {}
