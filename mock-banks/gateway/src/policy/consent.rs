//! Does the consent behind the token still stand, and is it this app's and this customer's?

use moa_kernel::{ConsentId, CustomerId, Timestamp};

use super::Denial;
use crate::intake::ConsentFacts;
use crate::tokens::TokenFacts;

pub(super) fn standing<'a>(
    consent: Option<&'a ConsentFacts>,
    token: &TokenFacts,
    customer: &CustomerId,
    id: &ConsentId,
    now: Timestamp,
) -> Result<&'a ConsentFacts, Denial> {
    let consent = consent.filter(|consent| consent.id == *id && consent.client == token.client);
    let consent = consent.ok_or(Denial::ConsentMissing)?;
    if consent.expires_at.is_some_and(|end| end <= now) {
        return Err(Denial::ConsentExpired);
    }
    if !consent.authorised {
        return Err(Denial::ConsentNotAuthorised);
    }
    if consent.customer.as_ref() != Some(customer) {
        return Err(Denial::ConsentMissing);
    }
    Ok(consent)
}
