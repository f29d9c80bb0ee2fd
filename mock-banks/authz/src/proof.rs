//! Which key is calling: DPoP proofs at this server's own endpoints (RFC 9449).
//!
//! A proof must carry a nonce of ours and may be used once. The nonce alone would do (FAPI 2.0 §5.3.2.1), the `jti` is
//! checked on top. Whoever lacks a nonce is told so, and finds a fresh one on every answer of these endpoints.

use moa_bank_core::state::StateError;
use moa_security::dpop::{DpopError, Expected, NonceRule, PROOF_HEADER, UnverifiedProof};
use moa_security::replay::Once;
use moa_wire::oauth::code;

use crate::desk::Desk;
use crate::intake::Asked;
use crate::profile::NoncePolicy;
use crate::reply::Refusal;

/// Why a proof is not accepted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProofError {
    /// There is none, and tokens here are always bound.
    #[error("there is no DPoP proof")]
    Missing,
    /// It carries no nonce, or one that is over.
    #[error("the DPoP proof needs a nonce of ours")]
    NeedsNonce,
    /// One of the checks of RFC 9449 §4.3 fails.
    #[error("the DPoP proof is not valid")]
    Invalid(#[source] DpopError),
    /// It was used before.
    #[error("the DPoP proof was used before")]
    Replayed,
    /// The state could not be read.
    #[error("the state cannot be used")]
    State(#[from] StateError),
}

impl From<DpopError> for ProofError {
    fn from(error: DpopError) -> Self {
        if error.wants_nonce() { Self::NeedsNonce } else { Self::Invalid(error) }
    }
}

impl From<&ProofError> for Refusal {
    fn from(error: &ProofError) -> Self {
        match error {
            ProofError::Missing => {
                Self::bad(code::INVALID_DPOP_PROOF, "one DPoP proof is needed: tokens here are bound to a key")
            }
            ProofError::NeedsNonce => Self::bad(code::USE_DPOP_NONCE, "repeat with the nonce in the DPoP-Nonce header"),
            ProofError::Invalid(_) | ProofError::Replayed => {
                Self::bad(code::INVALID_DPOP_PROOF, "the DPoP proof is not valid for this request")
            }
            ProofError::State(_) => Self::ours(),
        }
    }
}

/// The thumbprint of the key that made the proof of this request.
pub(crate) fn required(desk: &Desk, asked: &Asked, path: &str) -> Result<String, ProofError> {
    find(desk, asked, path)?.ok_or(ProofError::Missing)
}

/// The same, where a proof is welcome but not needed.
pub(crate) fn find(desk: &Desk, asked: &Asked, path: &str) -> Result<Option<String>, ProofError> {
    if !asked.headers.contains_key(PROOF_HEADER) {
        return Ok(None);
    }
    let unverified = UnverifiedProof::from_headers(&asked.headers)?;
    let url = desk.url(path);
    let now = desk.now();
    let is_ours = |nonce: &str| desk.nonces.accepts(nonce, now);
    let nonce = match desk.profile.nonces {
        NoncePolicy::Required => NonceRule::Needed(&is_ours),
        NoncePolicy::Optional => NonceRule::NotNeeded,
    };
    let expected =
        Expected { method: asked.method.as_str(), url: url.as_str(), access_token: None, nonce, now, keys: None };
    let proof = unverified.verify(&expected)?;
    if !desk.first_use(Once::Proof, &proof.replay_key(), proof.replay_until())? {
        return Err(ProofError::Replayed);
    }
    Ok(Some(proof.thumbprint))
}

#[cfg(test)]
mod tests;
