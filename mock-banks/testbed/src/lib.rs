//! The testbed: nothing goes live that it has not looked at.
//!
//! [`Testbed::verify`] asks a list of [checks](Testbed::checks) about one API definition. Each is a file of its own under
//! `checks`, named by its sentence, and belongs to one of four [plans](Plan): does the API *fit* the platform and do what its
//! document says; is it *compatible* with the version it would replace ([`diff`]); is it *safe*; does the switch cost nobody
//! an answer. What comes out is a [`Report`] about exactly that definition (by its hash), which the registry keeps and which
//! its publishing asks for.
//!
//! Definitions come from outside. A check that panics or hangs is a failed check, a run has bounds on time, requests and
//! memory ([`Bounds`]), and no real customer is ever asked about.

mod check;
mod checks;
mod contract;
pub mod diff;
mod generate;
mod lab;
mod report;
mod run;
mod subject;

pub use check::{Check, Finding, Plan, Verdict};
pub use report::{CheckResult, Measure, Override, Report};
pub use run::{Around, Bounds, Progress, Testbed, TestbedParts};
