//! What is wrong with a definition, so that its author can mend it: where, what, and what to do.

use std::fmt;

/// More faults than this are not listed: the author mends these first.
const LISTED_MAX: usize = 40;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// Where: `operations[2].path`; `definition` when it is about the whole.
    pub field: String,
    /// What is wrong there.
    pub problem: String,
    /// What to do about it.
    pub advice: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.field, self.problem, self.advice)
    }
}

/// Everything that is wrong with a definition: at least one thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct DefinitionFaults(Vec<Fault>);

impl DefinitionFaults {
    pub(super) fn one(field: impl Into<String>, problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Self(vec![Fault { field: field.into(), problem: problem.into(), advice: advice.into() }])
    }

    /// The faults, in the order of the definition.
    #[must_use]
    pub fn list(&self) -> &[Fault] {
        &self.0
    }
}

impl fmt::Display for DefinitionFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the definition cannot be used")?;
        self.0.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

/// Gathers faults while a definition is looked through.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault, unless there are enough already.
    pub(super) fn note(&mut self, field: impl Into<String>, problem: impl Into<String>, advice: impl Into<String>) {
        if self.0.len() < LISTED_MAX {
            self.0.push(Fault { field: field.into(), problem: problem.into(), advice: advice.into() });
        }
    }

    /// Notes a fault when something does not hold.
    pub(super) fn unless(&mut self, holds: bool, field: impl Into<String>, problem: &str, advice: &str) {
        if !holds {
            self.note(field, problem, advice);
        }
    }

    pub(super) fn finish(self) -> Result<(), DefinitionFaults> {
        if self.0.is_empty() { Ok(()) } else { Err(DefinitionFaults(self.0)) }
    }
}
