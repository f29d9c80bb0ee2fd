//! Was the token given for this kind of thing?

use super::Denial;
use crate::operations::Operation;
use crate::tokens::TokenFacts;

pub(super) fn covers(token: &TokenFacts, operation: &Operation) -> Result<(), Denial> {
    if token.scopes.iter().any(|scope| scope == operation.scope) { Ok(()) } else { Err(Denial::Scope) }
}
