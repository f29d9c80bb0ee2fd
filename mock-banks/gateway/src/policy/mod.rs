//! Says yes or no to a request. Pure: all facts were gathered before, and the time is an argument.
//!
//! One rule, one file, in the order in which they are asked: [`token`](admit) alive → binding → limits → scope → kind of
//! grant → consent → permission → account. The order matters: a caller without a key learns nothing about consents and uses
//! up nobody's plan, and one without a consent learns nothing about accounts. Only [`admit`] can make an [`Admitted`], and
//! only what is admitted reaches the processor. What they bring along is read after that, and [`takes`] holds it to what
//! the API takes.

mod account;
mod admitted;
mod binding;
mod consent;
mod denial;
mod grant;
mod limits;
mod payload;
mod permission;
mod repeat;
mod rules;
mod scope;
mod token;

pub use admitted::Admitted;
pub use denial::Denial;
pub(crate) use repeat::{Repeat, repeat};
pub use rules::{RULES, Rule};

use moa_bank_processing::{CustomerEntitlement, Entitlement};
use moa_kernel::Timestamp;

use crate::intake::Facts;

/// Admits a request, or says why not.
///
/// # Errors
/// The first rule that refuses.
pub fn admit(facts: &Facts, now: Timestamp) -> Result<Admitted, Denial> {
    let (scheme, token) = token::alive(&facts.credential, now)?;
    binding::held_by_its_owner(scheme, token, &facts.proof)?;
    limits::within(facts.limits.as_ref())?;
    scope::covers(token, &facts.operation)?;
    let Some((customer, consent_id)) = grant::fits(token, &facts.operation)? else {
        return Ok(Admitted::new(Entitlement::App { client: token.client.clone() }));
    };
    let consent = consent::standing(facts.consent.as_deref(), token, customer, consent_id, now)?;
    permission::given(consent, &facts.operation)?;
    let accounts = account::covered(consent, &facts.account)?;
    Ok(Admitted::new(Entitlement::Customer(CustomerEntitlement {
        client: token.client.clone(),
        consent: consent.id.clone(),
        customer: customer.clone(),
        accounts,
        permissions: consent.permissions.clone(),
        window: consent.window,
    })))
}

/// Takes what an admitted request brings along, or says why not.
///
/// # Errors
/// The limit it goes beyond.
pub fn takes(facts: &Facts) -> Result<(), Denial> {
    payload::within(&facts.payload)
}

#[cfg(test)]
mod tests;
