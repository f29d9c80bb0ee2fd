//! The one table from what a step says to what the caller hears.
//!
//! Every step error ends in one of these matches, and none has a catch-all that could hide a new variant of ours.

use crate::authorise::{CallbackError, MetadataError, PushError, TokenError};
use crate::directory::DirectoryError;
use crate::error::{Advice, CallContext, Error, ErrorKind};
use crate::http::HttpError;
use crate::registration::RegistrationError;
use crate::standards::{Unreadable, Unsupported};
use crate::vault::VaultError;
use moa_wire::oauth::code;

fn status(status: u16, bank_code: Option<String>) -> CallContext {
    CallContext { status: Some(status), bank_code, ..CallContext::default() }
}

impl From<HttpError> for Error {
    fn from(error: HttpError) -> Self {
        let kind = match &error {
            HttpError::Unreachable | HttpError::Broken => ErrorKind::Unreachable,
            HttpError::Untrusted => ErrorKind::Untrusted,
            HttpError::TimedOut(_) => ErrorKind::TimedOut,
            HttpError::TooLarge(_) => ErrorKind::TooLarge,
            HttpError::NotJson(_) => ErrorKind::NotJson,
            HttpError::Redirected(_) => ErrorKind::Redirected,
            HttpError::RateLimited(_) => ErrorKind::RateLimited,
            HttpError::Down(..) => ErrorKind::BankDown,
            HttpError::NonceLoop => ErrorKind::NonceLoop,
            HttpError::Link(_) => ErrorKind::UntrustedLink,
            HttpError::Unsendable => ErrorKind::Misconfigured,
        };
        let known = CallContext { status: error.status(), ..CallContext::default() };
        let named = match &error {
            HttpError::RateLimited(after) | HttpError::Down(_, after) => *after,
            _ => None,
        };
        let advice = named.map_or_else(|| kind.usual_advice(), Advice::RetryAfter);
        Self::new(kind).advising(advice).within(known).caused_by(error)
    }
}

impl From<DirectoryError> for Error {
    fn from(error: DirectoryError) -> Self {
        let kind = match &error {
            DirectoryError::UnknownBank => ErrorKind::UnknownBank,
            DirectoryError::Address(_) => ErrorKind::Misconfigured,
            DirectoryError::Unavailable(_) | DirectoryError::TooLarge | DirectoryError::NotParticipants => {
                ErrorKind::DirectoryUnreadable
            }
        };
        Self::new(kind).caused_by(error)
    }
}

impl From<RegistrationError> for Error {
    fn from(error: RegistrationError) -> Self {
        let (kind, context) = match &error {
            RegistrationError::Refused { status: code, code: said } => {
                (ErrorKind::RegistrationRefused, status(*code, said.clone()))
            }
            RegistrationError::NotOffered | RegistrationError::Changed(_) | RegistrationError::Unreadable => {
                (ErrorKind::RegistrationRefused, CallContext::default())
            }
            RegistrationError::ForeignRedirectPath | RegistrationError::BadCredentials => {
                (ErrorKind::Misconfigured, CallContext::default())
            }
            RegistrationError::Vault(inner) => return Self::from(*inner),
        };
        Self::new(kind).within(context).caused_by(error)
    }
}

impl From<MetadataError> for Error {
    fn from(error: MetadataError) -> Self {
        let context = match &error {
            MetadataError::Refused(code) => status(*code, None),
            _ => CallContext::default(),
        };
        Self::new(ErrorKind::MetadataRefused).within(context).caused_by(error)
    }
}

impl From<PushError> for Error {
    fn from(error: PushError) -> Self {
        let (kind, context) = match &error {
            PushError::Refused { status: code, code: said } => (ErrorKind::BankRefused, status(*code, said.clone())),
            PushError::Unreadable => (ErrorKind::Unreadable, CallContext::default()),
        };
        Self::new(kind).within(context).caused_by(error)
    }
}

impl From<CallbackError> for Error {
    fn from(error: CallbackError) -> Self {
        let (kind, said) = match &error {
            CallbackError::Unreadable => (ErrorKind::CallbackUnreadable, None),
            CallbackError::OtherPath
            | CallbackError::NoIssuer
            | CallbackError::TwoIssuers
            | CallbackError::OtherIssuer => (ErrorKind::IssuerMismatch, None),
            CallbackError::OtherState => (ErrorKind::StateMismatch, None),
            CallbackError::Denied => (ErrorKind::Denied, None),
            CallbackError::Failed(code) => (ErrorKind::ApprovalFailed, code.clone()),
            CallbackError::TooLate => (ErrorKind::AttemptExpired, None),
        };
        Self::new(kind).within(CallContext { bank_code: said, ..CallContext::default() }).caused_by(error)
    }
}

impl From<TokenError> for Error {
    fn from(error: TokenError) -> Self {
        let (kind, said) = match error {
            // The call's own error knows more than the step around it.
            TokenError::Call(inner) => return *inner,
            TokenError::Refused { code: ref said } if said.as_deref() == Some(code::INVALID_CLIENT) => {
                (ErrorKind::AppUnknown, said.clone())
            }
            TokenError::Refused { ref code } => (ErrorKind::ApprovalFailed, code.clone()),
            TokenError::Unreadable => (ErrorKind::Unreadable, None),
            TokenError::NotBound => (ErrorKind::TokenDowngraded, None),
            TokenError::Wider => (ErrorKind::ScopeWidened, None),
        };
        Self::new(kind).within(CallContext { bank_code: said, ..CallContext::default() }).caused_by(error)
    }
}

impl From<moa_security::id_token::IdTokenError> for Error {
    fn from(error: moa_security::id_token::IdTokenError) -> Self {
        Self::new(ErrorKind::IdTokenRefused).caused_by(error)
    }
}

impl From<VaultError> for Error {
    fn from(error: VaultError) -> Self {
        let kind = match error {
            VaultError::NeedsPassphrase => ErrorKind::VaultLocked,
            VaultError::WrongPassphrase => ErrorKind::WrongPassphrase,
            VaultError::KeyringLocked => ErrorKind::KeyringLocked,
            VaultError::KeyLost => {
                return Self::new(ErrorKind::StoreFailed).advising(Advice::AskUserToReconnect).caused_by(error);
            }
            VaultError::Keyring
            | VaultError::NotAVault
            | VaultError::NewerVersion
            | VaultError::File(_)
            | VaultError::TooLarge
            | VaultError::Broken => ErrorKind::VaultFailed,
        };
        Self::new(kind).caused_by(error)
    }
}

impl From<Unsupported> for Error {
    fn from(error: Unsupported) -> Self {
        Self::new(ErrorKind::Unsupported).caused_by(error)
    }
}

impl From<Unreadable> for Error {
    fn from(error: Unreadable) -> Self {
        let (kind, context) = match &error {
            Unreadable::Refused(refusal) => {
                let kind = if refusal.consent_is_over() { ErrorKind::LinkEnded } else { ErrorKind::BankRefused };
                let said = refusal.codes.first().map(|code| code.as_str().to_owned());
                (kind, status(refusal.status, said))
            }
            Unreadable::NotJson => (ErrorKind::NotJson, CallContext::default()),
            Unreadable::WrongShape(_) => (ErrorKind::Unreadable, CallContext::default()),
        };
        Self::new(kind).within(context).caused_by(error)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_time_a_bank_names_becomes_the_advice() {
        let wait = Duration::from_secs(42);
        assert_eq!(Error::from(HttpError::RateLimited(Some(wait))).advice(), Advice::RetryAfter(wait));
        assert!(matches!(Error::from(HttpError::Down(503, None)).advice(), Advice::RetryAfter(_)));
    }

    #[test]
    fn a_mix_up_is_the_banks_matter_and_a_denial_the_customers() {
        assert_eq!(Error::from(CallbackError::OtherIssuer).advice(), Advice::TellBank);
        assert_eq!(Error::from(CallbackError::Denied).advice(), Advice::AskUserToApprove);
        assert_eq!(Error::from(VaultError::NeedsPassphrase).advice(), Advice::AskUserForPassphrase);
    }

    #[test]
    fn a_lost_key_is_a_reason_to_link_again() {
        let error = Error::from(VaultError::KeyLost);
        assert_eq!((error.kind(), error.advice()), (ErrorKind::StoreFailed, Advice::AskUserToReconnect));
    }

    #[test]
    fn the_inner_error_of_a_call_is_not_wrapped_twice() {
        let inner = Error::from(HttpError::NonceLoop);
        assert_eq!(Error::from(TokenError::Call(Box::new(inner))).kind(), ErrorKind::NonceLoop);
    }
}
