//! Did the customer allow this kind of data?

use super::Denial;
use crate::intake::ConsentFacts;
use crate::operations::Operation;

pub(super) fn given(consent: &ConsentFacts, operation: &Operation) -> Result<(), Denial> {
    if consent.permissions.any(operation.permissions) { Ok(()) } else { Err(Denial::Permission) }
}
