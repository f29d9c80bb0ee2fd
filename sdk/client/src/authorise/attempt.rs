//! The record of one authorisation attempt: the SDK's unit of state on the way from a wish to a grant.
//!
//! Everything a later step needs is fixed here when the attempt begins, and taken from here and never from an answer:
//! which bank, which endpoints, which client, which `state`, verifier, nonce and key. That one rule is what makes mix-up,
//! swapped states and injected codes come to nothing. It has no `Clone`, because it may be used once.

use jiff::{SignedDuration, Timestamp};
use moa_kernel::{ConsentId, Entropy};
use moa_security::attempt::{Nonce, State};
use moa_security::keys::SigningKey;
use moa_security::pkce::Verifier;
use url::Url;

use super::metadata::Metadata;
use crate::language::Language;

/// How long a customer may take.
pub const ATTEMPT_LIFE: SignedDuration = SignedDuration::from_mins(10);

/// One authorisation attempt.
pub(crate) struct Attempt {
    pub(super) metadata: Metadata,
    pub(super) redirect_path: String,
    pub(super) redirect_uri: Url,
    pub(super) consent: ConsentId,
    pub(super) consent_ends_at: Option<Timestamp>,
    pub(super) state: State,
    pub(super) nonce: Nonce,
    pub(super) verifier: Verifier,
    pub(super) key: SigningKey,
    pub(super) language: Language,
    pub(super) expires_at: Timestamp,
}

impl std::fmt::Debug for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attempt")
            .field("issuer", &self.metadata.issuer)
            .field("consent", &self.consent)
            .finish_non_exhaustive()
    }
}

/// What is known before an attempt begins.
pub(super) struct Beginning {
    pub(super) metadata: Metadata,
    pub(super) redirect_path: String,
    pub(super) redirect_uri: Url,
    pub(super) consent: ConsentId,
    pub(super) consent_ends_at: Option<Timestamp>,
    pub(super) language: Language,
}

impl Attempt {
    /// Begins an attempt: everything secret in it is made now and used in no other.
    pub(super) fn begin(from: Beginning, now: Timestamp, entropy: &dyn Entropy) -> Self {
        let Beginning { metadata, redirect_path, redirect_uri, consent, consent_ends_at, language } = from;
        Self {
            metadata,
            redirect_path,
            redirect_uri,
            consent,
            consent_ends_at,
            state: State::make(entropy),
            nonce: Nonce::make(entropy),
            verifier: Verifier::make(entropy),
            key: SigningKey::make(entropy),
            language,
            expires_at: now.checked_add(ATTEMPT_LIFE).unwrap_or(now),
        }
    }
}
