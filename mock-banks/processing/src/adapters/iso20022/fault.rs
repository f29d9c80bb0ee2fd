//! What can go wrong between a question and its answer, and the tables to the port's words.

use moa_bank_internal::identity::DialError;
use moa_bank_internal::iso20022::messages::payment::reason;
use moa_bank_internal::iso20022::messages::rejection::{MessageReject, Reason};

use super::link::LinkError;
use crate::port::{CommandOutcome, CoreFault, TransferRefusal};

/// What went wrong.
#[derive(Debug)]
pub(super) enum Fault {
    /// The core said no, and the port has a word for it.
    Said(CoreFault),
    /// The core said that it cannot: it is in trouble, or does not understand us.
    Trouble(TroubleError),
    /// No answer in time.
    TimedOut,
    /// The connection broke before there was an answer.
    HungUp(LinkError),
    /// Nobody is there, or what came is no answer to what was asked.
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

/// The core rejected a message for a reason that is not the customer's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the core rejected a message as {reason:?}: {description}")]
pub(super) struct TroubleError {
    reason: Reason,
    description: String,
}

/// What came is no answer to what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the core's answer is none: {0}")]
pub(super) struct NoAnswer(pub(super) &'static str);

impl Fault {
    pub(super) fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Broken(error.into())
    }

    /// What came is no answer, because …
    pub(super) fn no_answer(because: &'static str) -> Self {
        Self::broken(NoAnswer(because))
    }

    pub(super) const fn refused(refusal: TransferRefusal) -> Self {
        Self::Said(CoreFault::Refused(refusal))
    }
}

/// What a rejected message means.
pub(super) fn of_rejection(reject: MessageReject) -> Fault {
    let reason = reject.reason.code;
    match reason {
        Reason::UnknownAccount => Fault::Said(CoreFault::NotFound),
        Reason::UnknownPosition => Fault::Said(CoreFault::BadCursor),
        Reason::Closed => Fault::Said(CoreFault::Closed { until: reject.reason.until }),
        Reason::Unreadable | Reason::Unsupported | Reason::OutOfOrder => {
            let words = reject.reason.description.unwrap_or_default();
            Fault::Trouble(TroubleError { reason, description: words.chars().take(200).collect() })
        }
    }
}

/// What the reason of a rejected transfer means.
pub(super) fn of_reason(code: &str) -> Fault {
    use TransferRefusal as R;
    Fault::refused(match code {
        reason::NO_SUCH_ACCOUNT => return Fault::Said(CoreFault::NotFound),
        reason::INSUFFICIENT_FUNDS => R::InsufficientFunds,
        reason::WRONG_CURRENCY => R::WrongCurrency,
        reason::BAD_AMOUNT => R::BadAmount,
        reason::BAD_PAYEE => R::BadPayee,
        reason::BAD_TEXT => R::BadText,
        reason::ID_USED_BEFORE => R::IdUsedBefore,
        _ => return Fault::no_answer("a transfer was rejected for a reason that is not known here"),
    })
}

/// What a journal says of it.
pub(super) fn outcome<T>(said: &Result<T, Fault>) -> CommandOutcome {
    match said {
        Ok(_) => CommandOutcome::Answered,
        Err(Fault::Said(_) | Fault::Trouble(_)) => CommandOutcome::Refused,
        Err(Fault::TimedOut) => CommandOutcome::TimedOut,
        Err(Fault::HungUp(_) | Fault::Broken(_)) => CommandOutcome::Broken,
    }
}

impl From<LinkError> for Fault {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::HungUp(_) | LinkError::Body(_) => Self::HungUp(error),
            LinkError::Dial(DialError::TooSlow) => Self::TimedOut,
            other => Self::broken(other),
        }
    }
}

impl From<Fault> for CoreFault {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Said(fault) => fault,
            Fault::Trouble(error) => Self::Unavailable(error.into()),
            Fault::TimedOut => Self::TimedOut,
            Fault::HungUp(error) => Self::Unavailable(error.into()),
            Fault::Broken(error) => Self::Unavailable(error),
        }
    }
}
