//! What changed between two versions of an API that somebody who uses the older one could notice.
//!
//! Breaking is a property of the contract, not of how lenient today's server or today's callers are: a field that became
//! required breaks callers even if the server still forgives its absence. Inputs may only widen (the newer version takes
//! all that the older took); answers may only narrow (the newer version says nothing that the older could not have said).
//! What is added and need not be used is no difference at all.
//!
//! [`compare`] is pure and always comes to an end: schemas that contain themselves are compared once per pair of places, and
//! a comparison that grows beyond reason becomes a difference of its own ([`Rule::TooLarge`]).

mod answers;
mod inputs;
mod operations;
mod rule;
mod schema;
mod security;

pub use rule::Rule;

use moa_bank_registry::ApiDefinition;

use crate::contract::Document;

/// One difference that breaks somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The rule it breaks.
    pub rule: Rule,
    /// The operation, `GET /accounts`; empty for the API as a whole.
    pub operation: String,
    /// The field, as people say it: `200 Data.Account[].Nickname`.
    pub field: String,
    /// The JSON pointer into the newer document, or into the older one for what is gone.
    pub pointer: String,
    /// What changed.
    pub problem: String,
}

/// Everything in `candidate` that breaks those who use `published`. Empty for versions that differ in nothing that matters.
#[must_use]
pub fn compare(published: &ApiDefinition, candidate: &ApiDefinition) -> Vec<Difference> {
    let mut differences = Differences::default();
    operations::compare(published, candidate, &mut differences);
    differences.found
}

/// Differences that are told. Whoever has more of them has another API.
const FOUND_MAX: usize = 500;
/// Pairs of schemas that are looked at altogether.
const STEPS_MAX: u32 = 200_000;

/// The differences found so far.
#[derive(Debug, Default)]
pub(crate) struct Differences {
    found: Vec<Difference>,
    operation: String,
    steps: u32,
}

/// The two documents.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair<'a> {
    pub(crate) old: Document<'a>,
    pub(crate) new: Document<'a>,
}

impl Differences {
    pub(crate) fn within(&mut self, operation: String) {
        self.operation = operation;
    }

    /// Counts one step of the whole comparison. False when there have been too many.
    pub(crate) fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_add(1);
        self.steps <= STEPS_MAX
    }

    pub(crate) fn add(&mut self, rule: Rule, field: &str, pointer: &str, problem: impl Into<String>) {
        let difference = Difference {
            rule,
            operation: self.operation.clone(),
            field: field.to_owned(),
            pointer: pointer.to_owned(),
            problem: problem.into(),
        };
        // A schema used in two places of one answer is told once per field, not once per way to it.
        if (self.found.len() < FOUND_MAX || rule == Rule::TooLarge) && !self.found.contains(&difference) {
            self.found.push(difference);
        }
    }
}

#[cfg(test)]
mod tests;
