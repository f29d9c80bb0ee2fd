//! Verifies the proof of possession against what was really asked (RFC 9449 §4.3, §7): the method of the request, the URL
//! as this bank is known by, the token that came with it, a nonce of ours, and that it was never used before.

use http::request::Parts;
use moa_kernel::{ExposeSecret as _, SecretString};
use moa_security::dpop::{DpopError, Expected, NonceRule, UnverifiedProof};
use moa_security::replay::Once;

use super::ProofFacts;
use crate::stack::Inside;
use crate::tokens::TokenFacts;

pub(super) fn check(inside: &Inside, request: &Parts, token: &TokenFacts, secret: &SecretString) -> ProofFacts {
    let parts = &inside.parts;
    let proof = match UnverifiedProof::from_headers(&request.headers) {
        Ok(proof) => proof,
        Err(DpopError::Missing) => return ProofFacts::Missing,
        Err(error) => return wrong(error),
    };
    let url = format!("{}{}", parts.origin, request.uri.path());
    let now = parts.bank.now();
    let is_ours = |nonce: &str| parts.nonces.accepts(nonce, now);
    let expected = Expected {
        method: request.method.as_str(),
        url: &url,
        access_token: Some(secret.expose_secret()),
        nonce: NonceRule::Needed(&is_ours),
        now,
        keys: Some(&parts.proof_keys),
    };
    let proof = match proof.verify(&expected) {
        Ok(proof) => proof,
        Err(error) if error.wants_nonce() => return ProofFacts::NonceWanted,
        Err(error) => return wrong(error),
    };
    if !token.thumbprint.as_deref().is_some_and(|bound_to| proof.is_by(bound_to)) {
        // The policy refuses another's key. Remembering its proofs would let anybody fill the memory.
        return ProofFacts::Good { thumbprint: proof.thumbprint };
    }
    parts.proof_keys.keep(&proof);
    if proof.iat.as_second() < parts.remembers_since.as_second() {
        // It may have been used before our last start, and nobody would know. The app is asked for another.
        return ProofFacts::NonceWanted;
    }
    if parts.replay.first_use(Once::Proof, &proof.replay_key(), proof.replay_until()) {
        ProofFacts::Good { thumbprint: proof.thumbprint }
    } else {
        ProofFacts::Replayed
    }
}

fn wrong(error: DpopError) -> ProofFacts {
    tracing::debug!(%error, "a proof was refused");
    ProofFacts::Wrong { why: error.to_string() }
}
