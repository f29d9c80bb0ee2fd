//! Explains a response to whoever owns the app that got it: what the request was taken for, which rules ran, which one
//! refused and where it is written, what was said to the core, how long each part took, and what would have passed.
//!
//! Open banking's 400, 401 and 403 tell a stranger little on purpose, and its honest caller little as well. Here the honest
//! one asks `GET /platform/v1/explanations/{InteractionId}` with the app's own token. An [`Explanation`] holds no token, no
//! body, no query and no id from the path: nothing of a customer's. Another app's interaction id is answered like one that
//! never was. Answers that no rule gave are explained as well. The memory is bounded per app ([`Explanations`]), so that a busy app pushes out its own past and nobody else's.

mod clause;
mod explanation;
mod memory;
mod without_rule;

pub(crate) use clause::{ANSWER, FORM, ONCE, PAYLOAD, rules_before, rules_of_admission, runs};
pub(crate) use clause::{of_denial, of_fault, of_full_line, of_full_memory, of_large_answer, of_refusal};
pub use explanation::{CoreCommand, Explanation, Refused, RuleOutcome, RuleRun};
pub use memory::{Explanations, PER_APP_MAX};
pub(crate) use without_rule::{of_long_url, of_no_end, of_route};
