//! Does the one who presents the token hold the key it is bound to (RFC 9449 §7.1, FAPI 2.0 §5.3.4)?

use super::Denial;
use crate::intake::{ProofFacts, Scheme};
use crate::tokens::TokenFacts;

pub(super) fn held_by_its_owner(scheme: Scheme, token: &TokenFacts, proof: &ProofFacts) -> Result<(), Denial> {
    // A bound token under Bearer would work for a thief; a token bound to nothing is one this bank never gives.
    let (Scheme::Dpop, Some(bound_to)) = (scheme, &token.thumbprint) else { return Err(Denial::NotBound) };
    match proof {
        ProofFacts::Missing => Err(Denial::ProofMissing),
        ProofFacts::Wrong { .. } => Err(Denial::ProofWrong),
        ProofFacts::NonceWanted => Err(Denial::NonceWanted),
        ProofFacts::Replayed => Err(Denial::ProofReplayed),
        ProofFacts::Good { thumbprint } if thumbprint != bound_to => Err(Denial::OtherKey),
        ProofFacts::Good { .. } => Ok(()),
    }
}
