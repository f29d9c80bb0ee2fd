//! How a log stands to the note of its head: looked at when the log is opened, and again at every write.
//!
//! One record is looked at, not the whole log: a start must not take longer for every year that is written down. Whether
//! what lies before that record is as it was written, [`Audit::verify`](super::Audit::verify) says.

use serde_json::json;
use tracing::error;

use super::{Audit, Hash, NewRecord, rows};
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
            Self::Reached => "complete",
            Self::NotNoted => "not-noted",
            Self::Unreadable => "unreadable",
            Self::NotWritten => "not-written",
            Self::CutOff { .. } => "cut-off",
        }
    }
}

/// Looks whether a log reaches what was noted, remembers it, and says so in the program's own log. A note that is missing
/// is said in the log itself as well: the next write makes a new one, and nothing else would tell afterwards.
pub(super) fn resume(audit: &Audit<'_>, has_records: bool) -> Result<HeadStanding, StateError> {
    let (database, chain) = (audit.database, audit.name());
    let outside = database.outside();
    let last = database.read(|connection| rows::last_sequence(connection, &chain))?;
    if outside.recall_heads() {
        match (outside.known_head(&chain), last) {
            (None, None) if !has_records => {}
            (None, found) => {
                outside.mark(&chain, HeadStanding::NotNoted);
                record_not_noted(audit, found.unwrap_or_default());
            }
            (Some(noted), _) if reaches(database, &chain, noted)? => {}
            (Some((noted, _)), _) => outside.mark(&chain, HeadStanding::CutOff { noted }),
        }
    }
    Ok(outside.standing(&chain))
}

/// Writes down that nobody had noted how far the log reached, and how far it was found to reach. A log that nothing can be
/// added to keeps nobody from starting either.
fn record_not_noted(audit: &Audit<'_>, found: u64) {
    let new = NewRecord::new("platform", "audit.not-noted", audit.name()).facts(json!({ "found": found }));
    if let Err(fault) = audit.database.write(|transaction| audit.append(transaction, new).map(drop)) {
        error!(log = audit.name(), fault = &fault as &dyn std::error::Error, "that cannot be written down in the log");
    }
}

fn reaches(database: &Database, chain: &str, (sequence, hash): (u64, Hash)) -> Result<bool, StateError> {
    let found = database.read(|connection| rows::hash_at(connection, chain, sequence))?;
    Ok(found == Some(hash))
}
