//! Who changed what, when: a log that nobody can quietly rewrite.
//!
//! [`append`] writes a [`Record`] inside the caller's own transaction, so a change and its record are kept together or not
//! at all. Each record carries the hash of the one before it (the chain), and a seal over its own hash, made with a key
//! that lies outside the database. [`Audit::page`] reads the log, [`Audit::verify`] walks all of it and names the first
//! record that is not as it was written.
//!
//! What is found: a changed, removed, inserted or reordered record (the chain); a chain rewritten from some point on by
//! somebody who has the database file (the seal); records cut off at the end (the last head is noted beside the key after
//! every write). What is not found: changes by somebody who can write the database *and* the files beside it.
//!
//! Facts are for people who were not there: ids, names and reasons, never a token, a password or a customer's data.

mod hash;
mod head;
mod outside;
mod record;
mod rows;
mod schema;
#[cfg(test)]
mod tests;
mod verify;

use moa_kernel::{Clock, Entropy};
use rusqlite::{Connection, Transaction};

use crate::Bank;
use crate::state::{Database, StateError};

pub use hash::{Hash, NotAHash};
pub use head::HeadStanding;
pub(crate) use outside::Outside;
pub use record::{NewRecord, Record};
pub(crate) use schema::SCHEMA;
pub use verify::{AuditFault, Broken, Verified, Why};

/// The name under which the log's table stands in a world's file.
const ROOM: &str = "audit";

/// Records that one page has at most.
pub const PAGE_MAX: u32 = 1000;

/// One log: a bank's own, or that of the world around the banks.
#[derive(Clone, Copy)]
pub struct Audit<'a> {
    database: &'a Database,
    clock: &'a dyn Clock,
    chain: Chain<'a>,
}

/// Which log. Every bank has its own, so that one bank's history can be read and checked without another's.
#[derive(Debug, Clone, Copy)]
enum Chain<'a> {
    Bank(&'a str),
    World,
}

/// Writes down what changed, inside the transaction that changes it.
///
/// # Errors
/// When a text or the facts are larger than a record may be, or the state cannot be used. The caller's transaction must
/// then be undone: what cannot be written down does not happen.
pub fn append(transaction: &Transaction<'_>, bank: &Bank, new: NewRecord) -> Result<Record, StateError> {
    bank.audit().append(transaction, new)
}

/// Makes the table, and the key at the first start. Opening a bank does so as well.
///
/// # Errors
/// When the state cannot be used, or the log was sealed with a key that is gone.
pub fn open(database: &Database, entropy: &dyn Entropy) -> Result<(), StateError> {
    database.migrate(ROOM, &[SCHEMA])?;
    database.write(|transaction| database.outside().load_or_make_key(entropy, rows::any(transaction)?))
}

impl<'a> Audit<'a> {
    pub(crate) fn of(bank: &'a Bank) -> Self {
        Self { database: bank.database(), clock: &**bank.clock(), chain: Chain::Bank(bank.id().as_str()) }
    }

    /// The log of what belongs to no bank alone: accounts of the management centre, logins. The log must have
    /// been opened before ([`open`]).
    #[must_use]
    pub fn of_world(database: &'a Database, clock: &'a dyn Clock) -> Self {
        Self { database, clock, chain: Chain::World }
    }

    /// Writes down what changed, inside the transaction that changes it.
    ///
    /// # Errors
    /// See [`append`].
    pub fn append(&self, transaction: &Transaction<'_>, new: NewRecord) -> Result<Record, StateError> {
        new.check()?;
        let before = rows::last(transaction, &self.name())?;
        let record = Record::after(before.as_ref(), &self.name(), self.clock.now(), new)?;
        let outside = self.database.outside();
        rows::insert(transaction, &self.name(), &record, &outside.seal(&record.hash)?)?;
        let before = before.map(|before| (before.sequence, before.hash));
        outside.expect_head(self.name(), before, (record.sequence, record.hash));
        Ok(record)
    }

    /// Up to `limit` records (at most [`PAGE_MAX`]) that come after the one numbered `after`; 0 begins at the first.
    ///
    /// # Errors
    /// When the state cannot be used, or a record cannot be read: [`Audit::verify`] then says which.
    pub fn page(&self, after: u64, limit: u32) -> Result<Vec<Record>, StateError> {
        self.database.read(|connection| rows::page(connection, &self.name(), after, limit.min(PAGE_MAX)))
    }

    /// The newest records about a subject, newest first, over a connection that may be a transaction. Each is one that this
    /// platform sealed: whoever decides by what the log says of a thing must not be told by a row that anybody wrote.
    ///
    /// # Errors
    /// When the state cannot be used, or a record cannot be read or was not sealed with this platform's key.
    pub fn about(&self, connection: &Connection, subject: &str, limit: u32) -> Result<Vec<Record>, StateError> {
        let name = self.name();
        let stored = rows::about(connection, &name, subject, limit.min(PAGE_MAX))?;
        let sealed = stored.into_iter().map(|stored| {
            let own = stored.record.derive_hash(&name) == stored.record.hash;
            let sealed = own && self.database.outside().is_sealed(&stored.record.hash, &stored.seal)?;
            if sealed {
                Ok(stored.record)
            } else {
                Err(StateError::Unreadable("audit record, which nobody here sealed"))
            }
        });
        sealed.collect()
    }

    /// The last record, if there is one.
    ///
    /// # Errors
    /// When the state cannot be used, or the record cannot be read.
    pub fn last(&self) -> Result<Option<Record>, StateError> {
        self.database.read(|connection| rows::last(connection, &self.name()))
    }

    /// Walks the whole log. Reads a page at a time: call it where blocking is allowed.
    ///
    /// # Errors
    /// [`AuditFault::Broken`] names the first record that is not as it was written.
    pub fn verify(&self) -> Result<Verified, AuditFault> {
        verify::walk(self.database, &self.name())
    }

    /// Takes the log up again: looks whether it reaches what was noted of it, and writes into it where nothing was. Called
    /// where a log is opened, before anything else is written to it. `has_records` is what else tells that it was written
    /// before: an empty log without a note is then one that somebody emptied.
    ///
    /// # Errors
    /// When the state cannot be used. A log that is not as it was noted is no error: it is told, here and in the program's
    /// own log, and [`Audit::standing`] goes on telling it.
    pub fn resume(&self, has_records: bool) -> Result<HeadStanding, StateError> {
        head::resume(self, has_records)
    }

    /// How the log stands to the note of its head, as far as anybody has looked: when it was opened, and at every write.
    #[must_use]
    pub fn standing(&self) -> HeadStanding {
        self.database.outside().standing(&self.name())
    }

    /// The log's name in the table. A bank's id may hold a colon, so the kind stands in front.
    fn name(&self) -> String {
        match self.chain {
            Chain::Bank(id) => format!("bank:{id}"),
            Chain::World => "world".to_owned(),
        }
    }
}

impl std::fmt::Debug for Audit<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audit").field("chain", &self.chain).finish_non_exhaustive()
    }
}
