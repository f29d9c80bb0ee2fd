//! The one error that crosses, with everything a caller decides by.
//!
//! It is a flat record of facts and not a copy of the SDK's enums, so that a kind which the SDK learns later reaches the
//! other side as a word it can show, and not as a crash. The facades make their own exceptions out of it.

use std::time::Duration;

use moa_sdk::{Advice, Error, ErrorKind};

/// What can be done about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum FfiAdvice {
    /// Try again later; the facts say when.
    RetryLater,
    /// The link has ended: link the bank again.
    Reconnect,
    /// The customer has to approve at their bank.
    Approve,
    /// The vault needs its passphrase.
    EnterPassphrase,
    /// The keyring of the device has to be unlocked.
    UnlockKeyring,
    /// The call was wrong.
    ChangeRequest,
    /// The bank breaks the rules: report it there, with the request id.
    TellBank,
    /// This should not happen: report it to Moa.
    TellUs,
    /// The work was cancelled here, or Moa was closed meanwhile. Nothing is wrong.
    Nothing,
}

/// Everything known about an error. None of it is secret.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiErrorFacts {
    /// A stable word to decide by (`denied`, `bank_down`).
    pub kind: String,
    /// One sentence in English, with the bank, the status, the bank's code and the request id as far as they are known.
    pub reason: String,
    /// What can be done.
    pub advice: FfiAdvice,
    /// The bank that was asked.
    pub bank: Option<String>,
    /// The id the request carried (`x-fapi-interaction-id`): what a bank's support desk asks for first.
    pub request_id: Option<String>,
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// The code the bank said no with: one of its standard, or a registered word of OAuth.
    pub bank_code: Option<String>,
    /// Whether the same call may work later without anybody doing anything.
    pub retryable: bool,
    /// How long to wait before that, when it is known.
    pub retry_after: Option<Duration>,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum FfiError {
    /// The call did not do what it was asked.
    #[error("{}", facts.reason)]
    Failed {
        /// Everything known about it.
        facts: FfiErrorFacts,
    },
}

/// One kind of error, as the tables of the packages list them.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiKindFacts {
    /// Its stable word.
    pub kind: String,
    /// Its sentence.
    pub reason: String,
    /// The advice it usually comes with.
    pub advice: FfiAdvice,
}

/// The kinds that this border adds to the SDK's.
const CLOSED: (&str, &str, FfiAdvice) = ("closed", "Moa has been closed", FfiAdvice::Nothing);
const INTERNAL: (&str, &str, FfiAdvice) =
    ("internal", "Moa met a fault of its own; it goes on working", FfiAdvice::TellUs);
const CANCELLED: (&str, &str, FfiAdvice) = ("cancelled", "the work was cancelled here", FfiAdvice::Nothing);

/// Every kind of error there is.
///
/// # Errors
/// Never; it returns a `Result` as every export does.
#[uniffi::export]
pub fn ffi_error_kinds() -> Result<Vec<FfiKindFacts>, FfiError> {
    let sdk = ErrorKind::ALL.iter().filter(|kind| **kind != ErrorKind::Cancelled);
    let sdk = sdk.map(|kind| (kind.code(), kind.sentence(), FfiAdvice::from(kind.usual_advice())));
    Ok(sdk
        .chain([CANCELLED, CLOSED, INTERNAL])
        .map(|(kind, reason, advice)| FfiKindFacts { kind: kind.to_owned(), reason: reason.to_owned(), advice })
        .collect())
}

impl FfiError {
    /// Moa was closed, before or meanwhile.
    pub(crate) fn closed() -> Self {
        Self::here(CLOSED)
    }

    /// Somebody cancelled the work.
    pub(crate) fn cancelled() -> Self {
        Self::here(CANCELLED)
    }

    /// A panic, turned into an answer.
    pub(crate) fn internal() -> Self {
        Self::here(INTERNAL)
    }

    fn here((kind, reason, advice): (&str, &str, FfiAdvice)) -> Self {
        Self::Failed {
            facts: FfiErrorFacts {
                kind: kind.to_owned(),
                reason: reason.to_owned(),
                advice,
                bank: None,
                request_id: None,
                status: None,
                bank_code: None,
                retryable: false,
                retry_after: None,
            },
        }
    }
}

impl From<Error> for FfiError {
    fn from(error: Error) -> Self {
        if error.kind() == ErrorKind::Cancelled {
            return Self::cancelled();
        }
        let (advice, context) = (error.advice(), error.context());
        let retry_after = if let Advice::RetryAfter(wait) = advice { Some(wait) } else { None };
        Self::Failed {
            facts: FfiErrorFacts {
                kind: error.kind().code().to_owned(),
                reason: error.to_string(),
                advice: advice.into(),
                bank: context.bank.as_ref().map(ToString::to_string),
                request_id: context.interaction_id.as_ref().map(ToString::to_string),
                status: context.status,
                bank_code: context.bank_code.clone(),
                retryable: retry_after.is_some(),
                retry_after,
            },
        }
    }
}

impl From<ErrorKind> for FfiError {
    fn from(kind: ErrorKind) -> Self {
        Error::new(kind).into()
    }
}

impl From<Advice> for FfiAdvice {
    fn from(advice: Advice) -> Self {
        match advice {
            Advice::RetryAfter(_) => Self::RetryLater,
            Advice::AskUserToReconnect => Self::Reconnect,
            Advice::AskUserToApprove => Self::Approve,
            Advice::AskUserForPassphrase => Self::EnterPassphrase,
            Advice::AskUserToUnlockKeyring => Self::UnlockKeyring,
            Advice::ChangeRequest => Self::ChangeRequest,
            Advice::TellBank => Self::TellBank,
            // What this version does not know is a fault of ours until it has a line here.
            _ => Self::TellUs,
        }
    }
}

#[cfg(test)]
mod tests {
    use moa_sdk::CallContext;

    use super::*;

    fn facts(error: FfiError) -> FfiErrorFacts {
        let FfiError::Failed { facts } = error;
        facts
    }

    #[test]
    fn everything_a_caller_decides_by_crosses() {
        let error = Error::new(ErrorKind::RateLimited)
            .advising(Advice::RetryAfter(Duration::from_secs(90)))
            .caused_by("planted-in-the-cause")
            .within(CallContext {
                bank: Some("rheinbank".try_into().unwrap()),
                interaction_id: Some("7d0a".try_into().unwrap()),
                status: Some(429),
                bank_code: Some("TooMany".to_owned()),
            });
        let seen = facts(error.into());
        let expected = FfiErrorFacts {
            kind: "rate_limited".to_owned(),
            reason: "the bank asks us to wait (bank rheinbank, status 429, code TooMany, reference 7d0a)".to_owned(),
            advice: FfiAdvice::RetryLater,
            bank: Some("rheinbank".to_owned()),
            request_id: Some("7d0a".to_owned()),
            status: Some(429),
            bank_code: Some("TooMany".to_owned()),
            retryable: true,
            retry_after: Some(Duration::from_secs(90)),
        };
        assert_eq!(seen, expected);
    }

    #[test]
    fn every_kind_has_a_word_and_a_sentence_of_its_own() {
        let kinds = ffi_error_kinds().unwrap();
        assert_eq!(kinds.len(), ErrorKind::ALL.len() + 2);
        let mut words: Vec<_> = kinds.iter().map(|kind| kind.kind.as_str()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), kinds.len());
        assert!(kinds.iter().all(|kind| !kind.reason.is_empty()));
    }

    #[test]
    fn what_is_cancelled_asks_nothing_of_anybody() {
        let seen = facts(ErrorKind::Cancelled.into());
        assert_eq!((seen.advice, seen.retryable, seen.kind.as_str()), (FfiAdvice::Nothing, false, "cancelled"));
    }
}
