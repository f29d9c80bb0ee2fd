//! The kinds of error a caller can meet, each with its usual advice and its one sentence.

use std::time::Duration;

/// What the caller, or the person in front of the screen, can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice {
    /// Try again, not before this much time has passed.
    RetryAfter(Duration),
    /// The link has ended: the customer has to link the bank again.
    AskUserToReconnect,
    /// The customer has to approve (or finish approving) at their bank.
    AskUserToApprove,
    /// The vault needs its passphrase.
    AskUserForPassphrase,
    /// The operating system's keyring has to be unlocked, or started; then the same call works.
    AskUserToUnlockKeyring,
    /// The call itself was wrong: change it.
    ChangeRequest,
    /// The bank breaks the rules: report it to the bank, with the interaction id.
    TellBank,
    /// This should not happen: report it to us.
    TellUs,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $sentence:literal, $advice:expr;)*) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $($(#[$doc])* $name,)*
        }

        impl ErrorKind {
            /// Every kind, for tables and for tests that must miss none.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// A stable word for screens and logs to decide by.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What happened, in one sentence without names or numbers.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }

            /// What to do about it, unless the particular case knows better.
            #[must_use]
            pub const fn usual_advice(self) -> Advice {
                match self { $(Self::$name => $advice,)* }
            }
        }
    };
}

impl ErrorKind {
    /// Whether the same call may work later without anybody doing anything.
    #[must_use]
    pub const fn may_pass(self) -> bool {
        matches!(self.usual_advice(), Advice::RetryAfter(_))
    }
}

const SOON: Duration = Duration::from_secs(30);
const LATER: Duration = Duration::from_secs(300);

kinds! {
    // The network between us and the bank.
    /// No connection to the bank could be made.
    Unreachable, "unreachable", "the bank could not be reached", Advice::RetryAfter(SOON);
    /// The bank's certificate or TLS version is not acceptable.
    Untrusted, "untrusted", "the bank could not prove who it is", Advice::TellBank;
    /// The bank was silent for too long.
    TimedOut, "timed_out", "the bank did not answer in time", Advice::RetryAfter(SOON);
    /// The bank allows no more calls for now.
    RateLimited, "rate_limited", "the bank asks us to wait", Advice::RetryAfter(LATER);
    /// The bank answered that it is not available (5xx).
    BankDown, "bank_down", "the bank is not available at the moment", Advice::RetryAfter(LATER);

    // Answers that break the rules.
    /// The answer is larger than any honest answer.
    TooLarge, "too_large", "the bank's answer is too large", Advice::TellBank;
    /// The answer is not JSON: a maintenance page, a captive portal.
    NotJson, "not_json", "the bank answered with something other than JSON", Advice::RetryAfter(LATER);
    /// The answer is JSON, but not the JSON it should be.
    Unreadable, "unreadable", "the bank's answer could not be read", Advice::TellBank;
    /// The bank tried to send an API call elsewhere.
    Redirected, "redirected", "the bank tried to redirect an API call", Advice::TellBank;
    /// A link in an answer leads outside the bank's own addresses. Nothing was sent there.
    UntrustedLink, "untrusted_link", "an answer pointed outside the bank's own addresses", Advice::TellBank;
    /// The bank kept asking for a new DPoP nonce.
    NonceLoop, "nonce_loop", "the bank kept asking for a new proof", Advice::TellBank;
    /// The bank refused the call (4xx); the context has its code.
    BankRefused, "bank_refused", "the bank refused the call", Advice::TellBank;
    /// The bank does not offer what was asked for.
    Unsupported, "unsupported", "the bank does not offer this", Advice::ChangeRequest;

    // Becoming a client, and being allowed in.
    /// The directory could not be loaded.
    DirectoryUnreadable, "directory_unreadable", "the list of banks could not be read", Advice::RetryAfter(SOON);
    /// There is no such bank in the directory.
    UnknownBank, "unknown_bank", "the list of banks has no such bank", Advice::ChangeRequest;
    /// The bank's own description of itself does not fit its directory entry.
    MetadataRefused, "metadata_refused", "the bank's description of itself does not match the list of banks", Advice::TellBank;
    /// The bank refused to register this installation, or asks for credentials made by hand.
    RegistrationRefused, "registration_refused", "the bank refused to register this app", Advice::TellBank;
    /// The bank does not know this app (any more): approving again registers it anew.
    AppUnknown, "app_unknown", "the bank does not know this app any more", Advice::AskUserToReconnect;
    /// The callback came from another authorisation server than the one that was asked (or does not say from which).
    IssuerMismatch, "issuer_mismatch", "the approval came from another bank than the one asked", Advice::TellBank;
    /// The callback belongs to no attempt of ours.
    StateMismatch, "state_mismatch", "the approval does not belong to this attempt", Advice::AskUserToApprove;
    /// The callback is not one that the protocol knows.
    CallbackUnreadable, "callback_unreadable", "the approval could not be read", Advice::AskUserToApprove;
    /// The customer said no.
    Denied, "denied", "the customer did not approve", Advice::AskUserToApprove;
    /// The bank ended the approval with an error.
    ApprovalFailed, "approval_failed", "the bank ended the approval with an error", Advice::AskUserToApprove;
    /// The customer took longer than the attempt lives.
    AttemptExpired, "attempt_expired", "the approval took too long", Advice::AskUserToApprove;
    /// The attempt was cancelled here.
    Cancelled, "cancelled", "the attempt was cancelled", Advice::AskUserToApprove;
    /// The bank gave a token that is not bound to our key.
    TokenDowngraded, "token_downgraded", "the bank gave a token without the agreed protection", Advice::TellBank;
    /// The bank gave more than was asked for.
    ScopeWidened, "scope_widened", "the bank gave more rights than were asked for", Advice::TellBank;
    /// The id token is missing, forged, or speaks of another consent.
    IdTokenRefused, "id_token_refused", "the bank's id token does not prove this approval", Advice::TellBank;

    // Living with a link.
    /// There is no such link.
    UnknownLink, "unknown_link", "there is no such link", Advice::ChangeRequest;
    /// The link has ended: expired, withdrawn at the bank, or revoked.
    LinkEnded, "link_ended", "the link to the bank has ended", Advice::AskUserToReconnect;

    // This device.
    /// The vault is locked.
    VaultLocked, "vault_locked", "the vault needs its passphrase", Advice::AskUserForPassphrase;
    /// The passphrase is wrong.
    WrongPassphrase, "wrong_passphrase", "the passphrase is wrong", Advice::AskUserForPassphrase;
    /// The secrets are in the device's keyring, which does not answer.
    KeyringLocked, "keyring_locked", "the keyring of this device must be unlocked first", Advice::AskUserToUnlockKeyring;
    /// The vault does not work.
    VaultFailed, "vault_failed", "the vault could not be used", Advice::TellUs;
    /// The store does not work.
    StoreFailed, "store_failed", "the store could not be used", Advice::TellUs;
    /// This device refused something: a port, a thread, a file.
    DeviceFailed, "device_failed", "this device refused something that was needed", Advice::TellUs;
    /// The SDK was put together wrongly.
    Misconfigured, "misconfigured", "the SDK is not set up correctly", Advice::ChangeRequest;
}
