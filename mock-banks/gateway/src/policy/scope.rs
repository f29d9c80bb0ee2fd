//! Was the token given for this kind of thing?

use moa_bank_registry::Operation;

use super::Denial;
use crate::tokens::TokenFacts;

pub(super) fn covers(token: &TokenFacts, operation: &Operation) -> Result<(), Denial> {
    if token.scopes.contains(&operation.scope) { Ok(()) } else { Err(Denial::Scope) }
}
