//! Did the customer allow this kind of data?

use moa_bank_registry::Operation;

use super::Denial;
use crate::intake::ConsentFacts;

pub(super) fn given(consent: &ConsentFacts, operation: &Operation) -> Result<(), Denial> {
    if consent.permissions.any(&operation.permissions) { Ok(()) } else { Err(Denial::Permission) }
}
