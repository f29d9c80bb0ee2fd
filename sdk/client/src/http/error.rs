//! What can go wrong between us and a bank, and whether trying again can help.

use std::time::Duration;

use super::pins::UntrustedLink;

/// Why a call brought no answer to work with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum HttpError {
    #[error("no connection could be made")]
    Unreachable,
    #[error("the certificate or TLS version was not acceptable")]
    Untrusted,
    #[error("the {0} took too long")]
    TimedOut(&'static str),
    #[error("the connection broke")]
    Broken,
    #[error("the answer has more than {0} bytes")]
    TooLarge(usize),
    #[error("the answer is not JSON (status {0})")]
    NotJson(u16),
    #[error("the answer is a redirect (status {0})")]
    Redirected(u16),
    #[error("the bank allows no more calls for now")]
    RateLimited(Option<Duration>),
    #[error("the bank is not available (status {0})")]
    Down(u16, Option<Duration>),
    #[error("the bank asked for a new nonce again and again")]
    NonceLoop,
    #[error(transparent)]
    Link(#[from] UntrustedLink),
    #[error("the request could not be put together")]
    Unsendable,
}

/// What the error says about trying again. The method of the request has to allow it as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may work in a moment, or after the time the bank named.
    Transient(Option<Duration>),
    /// It will not work a second time either.
    Permanent,
}

impl HttpError {
    pub(super) const fn verdict(&self) -> Verdict {
        match self {
            Self::Unreachable | Self::TimedOut(_) | Self::Broken => Verdict::Transient(None),
            Self::RateLimited(after) | Self::Down(502..=504, after) => Verdict::Transient(*after),
            _ => Verdict::Permanent,
        }
    }

    pub(crate) const fn status(&self) -> Option<u16> {
        match self {
            Self::NotJson(status) | Self::Redirected(status) | Self::Down(status, _) => Some(*status),
            Self::RateLimited(_) => Some(429),
            _ => None,
        }
    }
}
