//! The one table from what the SDK says to the code the screen decides by.
//!
//! Everything else about an error (its sentence, its cause) goes to the log, once, here. The screen gets the code, the
//! bank, how long to wait, and the reference a bank's support desk asks for.

use moa_sdk::error::{Advice, Error, ErrorKind};

pub use crate::dto::{Code, CommandError};
use moa_sdk::error::for_log;

impl CommandError {
    /// An error that is only its code.
    #[must_use]
    pub const fn of(code: Code) -> Self {
        Self { code, bank: None, retry_after_seconds: None, reference: None }
    }

    /// The same error, about a bank.
    #[must_use]
    pub fn at_bank(mut self, bank: &moa_kernel::BankId) -> Self {
        self.bank.get_or_insert_with(|| bank.to_string());
        self
    }

    /// A fault of ours: the log has the cause, the screen has the code.
    #[must_use]
    pub fn internal(cause: &dyn std::error::Error) -> Self {
        tracing::error!(cause = %chain(cause), "a command failed in a way it should not");
        Self::of(Code::Internal)
    }
}

impl From<Error> for CommandError {
    fn from(error: Error) -> Self {
        // Of a store's failures this is the one that linking again is a way out of.
        let key_lost = error.kind() == ErrorKind::StoreFailed && error.advice() == Advice::AskUserToReconnect;
        let code = if key_lost { Code::KeyLost } else { code_of(error.kind()) };
        tracing::warn!(code = error.kind().code(), cause = %chain(&error), "a command did not do what was asked");
        let context = error.context();
        Self {
            code,
            bank: context.bank.as_ref().map(ToString::to_string),
            retry_after_seconds: match error.advice() {
                Advice::RetryAfter(wait) => u32::try_from(wait.as_secs()).ok(),
                _ => None,
            },
            reference: context.interaction_id.as_ref().map(ToString::to_string),
        }
    }
}

/// The table.
pub(crate) fn code_of(kind: ErrorKind) -> Code {
    match kind {
        ErrorKind::Unreachable | ErrorKind::TimedOut => Code::BankUnreachable,
        ErrorKind::BankDown => Code::BankDown,
        ErrorKind::RateLimited => Code::RateLimited,
        ErrorKind::Untrusted
        | ErrorKind::TooLarge
        | ErrorKind::NotJson
        | ErrorKind::Unreadable
        | ErrorKind::Redirected
        | ErrorKind::UntrustedLink
        | ErrorKind::NonceLoop
        | ErrorKind::MetadataRefused => Code::BankAnswerRefused,
        ErrorKind::BankRefused | ErrorKind::Unsupported => Code::BankRefusedRequest,
        ErrorKind::RegistrationRefused => Code::BankRefusedApp,
        ErrorKind::DirectoryUnreadable => Code::DirectoryUnreachable,
        ErrorKind::UnknownBank | ErrorKind::UnknownLink => Code::NotFound,
        ErrorKind::IssuerMismatch
        | ErrorKind::StateMismatch
        | ErrorKind::CallbackUnreadable
        | ErrorKind::ApprovalFailed
        | ErrorKind::TokenDowngraded
        | ErrorKind::ScopeWidened
        | ErrorKind::IdTokenRefused => Code::SignInRefused,
        ErrorKind::Denied | ErrorKind::Cancelled | ErrorKind::AttemptExpired => Code::Cancelled,
        ErrorKind::LinkEnded | ErrorKind::AppUnknown => Code::NeedsReconnect,
        ErrorKind::VaultLocked => Code::Locked,
        ErrorKind::WrongPassphrase => Code::WrongPassphrase,
        ErrorKind::VaultFailed => Code::VaultUnavailable,
        ErrorKind::KeyringLocked => Code::KeyringLocked,
        ErrorKind::StoreFailed => Code::StoreUnavailable,
        // `ErrorKind` may grow; what this version does not know is a fault of ours until it has a line here.
        _ => Code::Internal,
    }
}

/// An error and its causes on one line. The SDK's errors never hold bodies or tokens; what other libraries say is passed
/// through the same sieve as what the window says.
fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        line.push_str(": ");
        line.push_str(&inner.to_string());
        cause = inner.source();
    }
    for_log(&line, 1000)
}

#[cfg(test)]
mod tests {
    use moa_sdk::error::CallContext;

    use super::*;

    #[test]
    fn the_screen_learns_the_code_the_bank_the_wait_and_the_reference() {
        let error = Error::new(ErrorKind::RateLimited)
            .advising(Advice::RetryAfter(std::time::Duration::from_secs(90)))
            .within(CallContext {
                bank: Some("rheinbank".try_into().unwrap()),
                interaction_id: Some("7d0a".try_into().unwrap()),
                status: Some(429),
                bank_code: Some("UK.OBIE.Rules.TooMany".to_owned()),
            });
        let seen = serde_json::to_value(CommandError::from(error)).unwrap();
        assert_eq!(
            seen,
            serde_json::json!({ "code": "rateLimited", "bank": "rheinbank", "retryAfterSeconds": 90, "reference": "7d0a" })
        );
    }

    #[test]
    fn a_vault_that_the_person_can_open_is_told_from_one_that_failed() {
        let code = |kind| CommandError::from(Error::new(kind)).code;
        assert_eq!(code(ErrorKind::KeyringLocked), Code::KeyringLocked);
        assert_eq!(code(ErrorKind::VaultLocked), Code::Locked);
        assert_eq!(code(ErrorKind::VaultFailed), Code::VaultUnavailable);
    }

    #[test]
    fn nothing_of_the_cause_reaches_the_screen() {
        let error = Error::new(ErrorKind::StoreFailed).caused_by("/home/mina/.local/share/moa/moa.db is locked");
        let seen = serde_json::to_string(&CommandError::from(error)).unwrap();
        assert!(!seen.contains("mina"), "{seen}");
    }
}
