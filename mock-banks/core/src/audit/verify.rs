//! Walks a log from its first record to its last and compares each with what it must be.

use serde::Serialize;

use super::rows::{self, Stored};
use super::{Hash, Outside};
use crate::state::{Database, StateError};

/// Records read at a time.
const STRIDE: u32 = 500;

/// A log that is as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How many records it has.
    pub records: u64,
    /// The hash of the last one. Who notes it elsewhere can later prove that nothing before it changed.
    pub head: Hash,
}

/// A log that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the audit log is broken at record {sequence}: {why}")]
pub struct Broken {
    /// The number of the first record that is wrong.
    pub sequence: u64,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Its number does not follow the one before it.
    #[error("a record is missing before it")]
    Gap,
    /// It does not name the record before it.
    #[error("it does not follow the record before it: one of the two was replaced")]
    Chain,
    /// Its content is not what its hash was made of.
    #[error("its content was changed after it was written")]
    Content,
    /// It was not sealed with this platform's key.
    #[error("it was not sealed with this platform's key: the log was rewritten from here on")]
    Seal,
    /// A column holds something that is never written there.
    #[error("it cannot be read")]
    Unreadable,
    /// It was written once and is gone.
    #[error("it was written once and is gone: the end of the log was cut off or replaced")]
    End,
}

/// Why a log could not be found to be in order.
#[derive(Debug, thiserror::Error)]
pub enum AuditFault {
    /// It is not in order.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// The state could not be used.
    #[error(transparent)]
    State(#[from] StateError),
}

pub(super) fn walk(database: &Database, chain: &str) -> Result<Verified, AuditFault> {
    // Noted before the first page is read: what is appended meanwhile is not missed, only not waited for.
    let expected = database.outside().noted_head(chain)?;
    let mut so_far = Verified { records: 0, head: Hash::BEGINNING };
    loop {
        let page = read_page(database, chain, so_far.records)?;
        let is_last = page.len() < STRIDE as usize;
        for stored in &page {
            check(stored, chain, so_far, database.outside())?;
            so_far = Verified { records: stored.record.sequence, head: stored.record.hash };
            if expected.is_some_and(|(sequence, hash)| sequence == so_far.records && hash != so_far.head) {
                return Err(Broken { sequence: so_far.records, why: Why::End }.into());
            }
        }
        if is_last {
            break;
        }
    }
    match expected {
        Some((sequence, _)) if sequence > so_far.records => {
            Err(Broken { sequence: so_far.records.saturating_add(1), why: Why::End }.into())
        }
        _ => Ok(so_far),
    }
}

/// A page, or the number of the record in it that cannot be read.
fn read_page(database: &Database, chain: &str, after: u64) -> Result<Vec<Stored>, AuditFault> {
    let read = |after, limit| database.read(|connection| rows::stored(connection, chain, after, limit));
    match read(after, STRIDE) {
        Ok(page) => Ok(page),
        Err(_) => {
            // One of them is in the way; the ones before it are read singly until it is met.
            let mut at = after;
            while let [_] =
                read(at, 1).map_err(|_| Broken { sequence: at.saturating_add(1), why: Why::Unreadable })?[..]
            {
                at = at.saturating_add(1);
            }
            Err(Broken { sequence: at.saturating_add(1), why: Why::Unreadable }.into())
        }
    }
}

fn check(stored: &Stored, chain: &str, before: Verified, outside: &Outside) -> Result<(), AuditFault> {
    let record = &stored.record;
    let wrong = |sequence, why| Err(AuditFault::Broken(Broken { sequence, why }));
    if record.sequence != before.records.saturating_add(1) {
        return wrong(before.records.saturating_add(1), Why::Gap);
    }
    if record.derive_hash(chain) != record.hash {
        return wrong(record.sequence, Why::Content);
    }
    if record.previous != before.head {
        return wrong(record.sequence, Why::Chain);
    }
    if !outside.is_sealed(&record.hash, &stored.seal)? {
        return wrong(record.sequence, Why::Seal);
    }
    Ok(())
}
