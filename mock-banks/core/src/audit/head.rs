//! How a log stands to the note of its head: looked at when the log is opened, and again at every write.
//!
//! One record is looked at, not the whole log: a start must not take longer for every year that is written down. Whether
//! what lies before that record is as it was written, [`Audit::verify`](super::Audit::verify) says.

use super::Hash;
use super::rows;
use crate::state::{Database, StateError};

/// How a log stands to the note of its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeadStanding {
    /// It reaches what was noted, or nothing was written down yet.
    #[error("it reaches what was noted")]
    Reached,
    /// It has records, and nobody noted how far it reached.
    #[error("nobody noted how far it reached, so an end that was cut off before this start would not be found")]
    NotNoted,
    /// The note cannot be read.
    #[error("the note of how far it reached cannot be read")]
    Unreadable,
    /// The note cannot be written.
    #[error("how far it reaches cannot be noted: an end that is cut off from now on would not be found")]
    NotWritten,
    /// What was noted is not there, or another record is in its place.
    #[error("its end was cut off or replaced: record {noted} was written and is gone")]
    CutOff {
        /// The number of the record that was noted.
        noted: u64,
    },
}

impl HeadStanding {
    /// One word for it: in lists.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::NotNoted => "not-noted",
            Self::Unreadable => "unreadable",
            Self::NotWritten => "not-written",
            Self::CutOff { .. } => "cut-off",
        }
    }
}

/// Looks whether a log reaches what was noted, remembers it, and says so in the program's own log.
pub(super) fn check(database: &Database, chain: &str) -> Result<HeadStanding, StateError> {
    let outside = database.outside();
    let last = database.read(|connection| rows::last_sequence(connection, chain))?;
    if outside.recall_heads() {
        match outside.known_head(chain) {
            None if last.is_some() => outside.mark(chain, HeadStanding::NotNoted),
            None => {}
            Some(noted) if reaches(database, chain, noted)? => {}
            Some((noted, _)) => outside.mark(chain, HeadStanding::CutOff { noted }),
        }
    }
    Ok(outside.standing(chain))
}

fn reaches(database: &Database, chain: &str, (sequence, hash): (u64, Hash)) -> Result<bool, StateError> {
    let found = database.read(|connection| rows::hash_at(connection, chain, sequence))?;
    Ok(found == Some(hash))
}
