//! One error for the caller: what happened, what to do about it, and enough context for a support call.
//!
//! Every step of the SDK has an enum of its own, phrased as what was being attempted. They all end here, through the one
//! table in `error/table.rs`, because whoever calls the SDK decides by [`ErrorKind`] and shows [`Advice`]; they never read
//! sentences. No body, token, code or key is ever part of an error: the bank's own error code is, cut short and cleaned.

mod context;
mod kind;
mod sieve;
mod table;

use std::fmt;

pub use context::CallContext;
pub use kind::{Advice, ErrorKind};
pub use sieve::for_log;

type Source = Box<dyn std::error::Error + Send + Sync + 'static>;

/// What went wrong, what to do about it, and where.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    advice: Advice,
    context: Box<CallContext>,
    source: Option<Source>,
}

impl Error {
    /// An error of a kind, with the advice that kind usually comes with.
    #[must_use]
    pub fn new(kind: ErrorKind) -> Self {
        Self { kind, advice: kind.usual_advice(), context: Box::default(), source: None }
    }

    /// The same error, with what caused it.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same error, with other advice.
    #[must_use]
    pub const fn advising(mut self, advice: Advice) -> Self {
        self.advice = advice;
        self
    }

    /// The same error, with where it happened. Facts that are already known are kept.
    #[must_use]
    pub fn within(mut self, context: CallContext) -> Self {
        self.context.fill_from(context);
        self
    }

    /// What happened, for code to decide by.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What to do about it.
    #[must_use]
    pub const fn advice(&self) -> Advice {
        self.advice
    }

    /// Where it happened, for support.
    #[must_use]
    pub const fn context(&self) -> &CallContext {
        &self.context
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind.sentence(), self.context)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn std::error::Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_happened_and_where_but_never_what_was_in_it() {
        let error = Error::new(ErrorKind::BankDown).within(CallContext {
            bank: Some("thames".try_into().unwrap()),
            status: Some(503),
            ..CallContext::default()
        });
        assert_eq!(error.to_string(), "the bank is not available at the moment (bank thames, status 503)");
        assert!(matches!(error.advice(), Advice::RetryAfter(_)));
    }

    #[test]
    fn the_first_known_fact_wins() {
        let inner = CallContext { status: Some(400), ..CallContext::default() };
        let outer = CallContext { status: Some(500), bank: Some("a".try_into().unwrap()), ..CallContext::default() };
        let error = Error::new(ErrorKind::BankRefused).within(inner).within(outer);
        assert_eq!(error.context().status, Some(400));
        assert!(error.context().bank.is_some());
    }
}
