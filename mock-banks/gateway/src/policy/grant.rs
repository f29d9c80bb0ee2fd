//! Does the token speak for the right one: the app for its consents, a customer for their accounts?

use moa_bank_registry::{Grant, Operation};
use moa_kernel::{ConsentId, CustomerId};

use super::Denial;
use crate::tokens::{TokenFacts, TokenKind};

/// The customer and consent the token speaks for, or nothing when it speaks for the app and may.
pub(super) fn fits<'a>(
    token: &'a TokenFacts,
    operation: &Operation,
) -> Result<Option<(&'a CustomerId, &'a ConsentId)>, Denial> {
    match (operation.grant, &token.kind) {
        (Grant::App, TokenKind::App) => Ok(None),
        (Grant::Customer, TokenKind::Customer { customer, consent }) => Ok(Some((customer, consent))),
        (Grant::App, TokenKind::Customer { .. }) | (Grant::Customer, TokenKind::App) => Err(Denial::OtherGrant),
    }
}
