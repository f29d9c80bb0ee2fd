//! The rules one by one, so that what each costs can be measured beside the others (`cargo xtask bench gateway`).
//!
//! [`admit`](super::admit), and [`takes`](super::takes) for the last, ask them in this order. Each is a function of the same
//! facts; a rule that needs what the one before it has found looks that up again, so the sum of the parts is a little more
//! than the whole.

use moa_kernel::Timestamp;

use super::{Denial, account, binding, consent, grant, limits, payload, permission, scope, token};
use crate::intake::{ConsentFacts, Facts};

/// One rule: its name, and what it says to the facts.
pub type Rule = (&'static str, fn(&Facts, Timestamp) -> Result<(), Denial>);

/// All rules, in the order in which they are asked.
pub const RULES: &[Rule] = &[
    ("token is alive", |facts, now| token::alive(&facts.credential, now).map(drop)),
    ("token is held by its owner", |facts, now| {
        let (scheme, token) = token::alive(&facts.credential, now)?;
        binding::held_by_its_owner(scheme, token, &facts.proof)
    }),
    ("quota, spike and places", |facts, _| limits::within(facts.limits.as_ref())),
    ("scope", |facts, now| scope::covers(token::alive(&facts.credential, now)?.1, &facts.operation)),
    ("kind of grant", |facts, now| grant::fits(token::alive(&facts.credential, now)?.1, &facts.operation).map(drop)),
    ("consent stands", |facts, now| standing(facts, now).map(drop)),
    ("permission", |facts, now| permission::given(standing(facts, now)?, &facts.operation)),
    ("account", |facts, now| account::covered(standing(facts, now)?, &facts.account).map(drop)),
    ("payload", |facts, _| payload::within(&facts.payload)),
];

fn standing(facts: &Facts, now: Timestamp) -> Result<&ConsentFacts, Denial> {
    let (_, token) = token::alive(&facts.credential, now)?;
    let (customer, id) = grant::fits(token, &facts.operation)?.ok_or(Denial::OtherGrant)?;
    consent::standing(facts.consent.as_deref(), token, customer, id, now)
}
