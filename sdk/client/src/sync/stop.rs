//! Why reading stopped, and what that means for the rest of the link.

use super::Cut;
use crate::error::{CallContext, Error, ErrorKind};
use crate::standards::{Refusal, Unreadable, Unsupported};
use crate::store::StoreError;

/// Why reading an answer stopped before its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Somebody said stop.
    Cancelled,
    /// It was cut short.
    Cut(Cut),
    /// The customer did not allow this kind of data. Nothing is wrong.
    NotAllowed,
    /// This question failed, the next one may not.
    Question(Error),
    /// Nothing more can be had through this link for now.
    Link(Error),
}

impl Stop {
    pub(crate) fn unsupported(error: Unsupported) -> Self {
        Self::Question(Error::new(ErrorKind::Unsupported).caused_by(error))
    }

    /// What a reply that cannot be used means.
    pub(crate) fn unreadable(error: Unreadable, mut context: CallContext) -> Self {
        let kind = match &error {
            Unreadable::Refused(refusal) if is_not_allowed(refusal) => return Self::NotAllowed,
            Unreadable::Refused(refusal) => kind_of(refusal),
            Unreadable::NotJson => ErrorKind::NotJson,
            Unreadable::WrongShape(_) => ErrorKind::Unreadable,
        };
        if let Unreadable::Refused(refusal) = &error {
            context.status = Some(refusal.status);
            context.bank_code = refusal.codes.first().map(|code| code.as_str().to_owned());
        }
        Self::from(Error::new(kind).caused_by(error).within(context))
    }
}

impl Stop {
    /// As an error for somebody who asked this one question.
    pub(crate) fn into_error(self) -> Error {
        match self {
            Self::Cancelled => Error::new(ErrorKind::Cancelled),
            Self::Cut(Cut::TookTooLong) => Error::new(ErrorKind::TimedOut),
            Self::Cut(Cut::TooManyPages | Cut::TooManyRows) => Error::new(ErrorKind::TooLarge),
            Self::Cut(Cut::WentInCircles) => Error::new(ErrorKind::Unreadable),
            Self::NotAllowed => Error::new(ErrorKind::BankRefused),
            Self::Question(error) | Self::Link(error) => error,
        }
    }
}

/// A refusal for this kind of data alone: forbidden, while the consent itself is good.
fn is_not_allowed(refusal: &Refusal) -> bool {
    refusal.status == 403 && !refusal.consent_is_over()
}

fn kind_of(refusal: &Refusal) -> ErrorKind {
    match refusal.status {
        401 => ErrorKind::LinkEnded,
        429 => ErrorKind::RateLimited,
        500..=599 => ErrorKind::BankDown,
        _ if refusal.consent_is_over() => ErrorKind::LinkEnded,
        _ => ErrorKind::BankRefused,
    }
}

impl From<Error> for Stop {
    /// An answer that breaks the rules spoils one question; a bank that is silent, or a link that has ended, all of them.
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::BankRefused if error.context().status == Some(403) => Self::NotAllowed,
            ErrorKind::TooLarge
            | ErrorKind::NotJson
            | ErrorKind::Unreadable
            | ErrorKind::Redirected
            | ErrorKind::UntrustedLink
            | ErrorKind::BankRefused
            | ErrorKind::Unsupported => Self::Question(error),
            ErrorKind::Cancelled => Self::Cancelled,
            _ => Self::Link(error),
        }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        match error {
            // Somebody removed the bank while it was being read.
            StoreError::LinkGone => Self::Cancelled,
            other => Self::Link(Error::from(other)),
        }
    }
}
