//! An answer, read to its end.

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::check::{Check, Finding};

/// An answer, and what was asked.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The request in words: `GET /accounts without a token`.
    pub(crate) asked: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Nothing, when the status is one of these; else a finding that says which it was.
    pub(crate) fn must_be(&self, check: &Check, wanted: &[u16], remedy: &str) -> Option<Finding> {
        let status = self.status.as_u16();
        if wanted.contains(&status) {
            return None;
        }
        let wanted: Vec<String> = wanted.iter().map(ToString::to_string).collect();
        let problem = format!("it was answered with {status}, and has to be with {}", wanted.join(" or "));
        Some(Finding::of(check, &self.asked, problem, remedy))
    }

    /// Nothing, when the request was refused for a reason of its own; a finding when it was answered, or broke something.
    pub(crate) fn must_be_refused(&self, check: &Check, remedy: &str) -> Option<Finding> {
        if self.status.is_client_error() {
            return None;
        }
        let what = if self.status.is_success() { "it was answered" } else { "something broke" };
        Some(Finding::of(check, &self.asked, format!("{what}: {}", self.status.as_u16()), remedy))
    }

    /// A finding when the bank broke over it.
    pub(crate) fn must_not_break(&self, check: &Check) -> Option<Finding> {
        let remedy = "refuse what cannot be answered with 400; 5xx is for the bank's own faults";
        let broke = self.status.is_server_error();
        broke.then(|| Finding::of(check, &self.asked, format!("the bank broke: {}", self.status.as_u16()), remedy))
    }
}
