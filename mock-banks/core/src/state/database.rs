//! The database that rooms see: lend me a connection, run my closure, keep or undo.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{StateError, connections, migrate};
use crate::audit::Outside;

/// How many idle read connections are kept; more are opened in a rush and closed after it.
const IDLE_READERS_MAX: usize = 8;

/// The revision of a state that nobody has written to yet.
#[allow(clippy::declare_interior_mutable_const, reason = "each database gets a counter of its own")]
const FIRST: AtomicU64 = AtomicU64::new(1);

/// One world's state. Cheap to clone.
///
/// Calls block the thread: an async room runs them in `spawn_blocking`. A look at one row by its key may be taken where it is
/// needed: it takes a few microseconds, the way to another thread and back eighty, and readers of a file wait for no writer.
/// [`Database::in_memory`] has one connection, so there a look may wait for a write ([`Database::reads_wait`]), and is taken
/// where waiting is allowed like everything else.
///
/// Do not call `read` or `write` from inside the closure of another `read` or `write`: with [`Database::in_memory`] the two
/// would wait for each other.
#[derive(Clone)]
pub struct Database {
    inside: Arc<Inside>,
}

struct Inside {
    writer: Mutex<Connection>,
    readers: Option<Readers>,
    /// What the audit log is held against, which is not in the database.
    outside: Outside,
    /// How many writes were kept.
    revision: AtomicU64,
}

struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Database {
    /// Opens a world's file, or makes it (and its folder) readable by its owner only.
    ///
    /// # Errors
    /// When the file cannot be made or is not a database.
    pub fn open_file(path: &Path) -> Result<Self, StateError> {
        let writer = Mutex::new(connections::writer(path)?);
        let readers = Readers { path: path.to_owned(), idle: Mutex::new(Vec::new()) };
        Ok(Self::of(Inside { writer, readers: Some(readers), outside: Outside::beside(Some(path)), revision: FIRST }))
    }

    /// A world that is forgotten when the last handle on it is dropped.
    ///
    /// # Errors
    /// When SQLite cannot be set up.
    pub fn in_memory() -> Result<Self, StateError> {
        let writer = Mutex::new(connections::memory()?);
        Ok(Self::of(Inside { writer, readers: None, outside: Outside::beside(None), revision: FIRST }))
    }

    fn of(inside: Inside) -> Self {
        Self { inside: Arc::new(inside) }
    }

    /// Lends a connection for reading.
    ///
    /// # Errors
    /// What the closure says, and a [`StateError`] when no connection can be had.
    pub fn read<T, E: From<StateError>>(&self, ask: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        match &self.inside.readers {
            None => ask(&lock(&self.inside.writer)),
            Some(readers) => {
                let connection = readers.take()?;
                let answer = ask(&connection);
                readers.put_back(connection);
                answer
            }
        }
    }

    /// Whether a look may wait for whoever writes at that moment: then it is taken on no thread that others are served on.
    #[must_use]
    pub fn reads_wait(&self) -> bool {
        self.inside.readers.is_none()
    }

    /// Lends a transaction. `Ok` keeps everything the closure wrote, `Err` undoes all of it.
    ///
    /// # Errors
    /// What the closure says, and a [`StateError`] when the transaction cannot begin or be kept.
    pub fn write<T, E: From<StateError>>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut writer = lock(&self.inside.writer);
        // Immediate: two processes on one file queue at the start instead of failing in the middle.
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StateError::from)?;
        // Whatever an earlier transaction expected and did not keep is no business of this one.
        self.inside.outside.undone();
        let answer = act(&transaction)?;
        let committed = transaction.commit().map_err(StateError::from);
        // Also where it is not sure that it was kept; and before anybody is told that it was.
        self.inside.revision.fetch_add(1, Ordering::SeqCst);
        committed?;
        self.inside.outside.kept();
        Ok(answer)
    }

    /// Another number after every write that was kept, whatever it changed: what was read under a revision, and is still of
    /// that revision, is still true. It is asked for before the look at the state that it is to stand for.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.inside.revision.load(Ordering::SeqCst)
    }

    pub(crate) fn outside(&self) -> &Outside {
        &self.inside.outside
    }

    /// Brings one room's tables up to date. `steps` only ever grows: a step that was released is never changed.
    ///
    /// # Errors
    /// When a step fails (nothing of the room is changed then), or the file has more steps than `steps`.
    pub fn migrate(&self, room: &str, steps: &[&str]) -> Result<(), StateError> {
        self.write(|transaction| migrate::forward(transaction, room, steps))
    }
}

impl Readers {
    fn take(&self) -> Result<Connection, StateError> {
        match lock(&self.idle).pop() {
            Some(connection) => Ok(connection),
            None => connections::reader(&self.path),
        }
    }

    fn put_back(&self, connection: Connection) {
        let mut idle = lock(&self.idle);
        if idle.len() < IDLE_READERS_MAX {
            idle.push(connection);
        }
    }
}

/// A panic in a closure leaves no half-made state behind: its transaction was rolled back when it was dropped.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = self.inside.readers.as_ref().map_or("memory", |_| "file");
        f.debug_struct("Database").field("place", &place).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTES: &str = "CREATE TABLE notes (text TEXT NOT NULL) STRICT";

    fn count(database: &Database) -> i64 {
        database
            .read(|c| -> Result<i64, StateError> {
                Ok(c.query_row("SELECT COUNT(*) FROM notes", [], |row| row.get(0))?)
            })
            .unwrap()
    }

    fn note(database: &Database, text: &str, keep: bool) -> Result<(), StateError> {
        database.write(|t| {
            t.execute("INSERT INTO notes VALUES (?1)", [text])?;
            if keep { Ok(()) } else { Err(StateError::Unreadable("note")) }
        })
    }

    #[test]
    fn a_refused_write_leaves_nothing_behind() {
        let database = Database::in_memory().unwrap();
        database.migrate("notes", &[NOTES]).unwrap();
        note(&database, "kept", true).unwrap();
        assert!(note(&database, "undone", false).is_err());
        assert_eq!(count(&database), 1);
    }

    #[test]
    fn every_write_that_is_kept_is_another_revision_and_a_look_is_none() {
        let database = Database::in_memory().unwrap();
        database.migrate("notes", &[NOTES]).unwrap();
        let before = database.revision();
        count(&database);
        assert!(note(&database, "undone", false).is_err());
        assert_eq!(database.revision(), before);
        note(&database, "kept", true).unwrap();
        assert!(database.revision() > before);
    }

    #[test]
    fn a_file_survives_its_closing_and_belongs_to_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("world.db");
        let database = Database::open_file(&path).unwrap();
        database.migrate("notes", &[NOTES]).unwrap();
        note(&database, "kept", true).unwrap();
        drop(database);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
        }
        assert_eq!(count(&Database::open_file(&path).unwrap()), 1);
    }

    #[test]
    fn readers_work_while_a_write_is_under_way_and_cannot_write_themselves() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open_file(&folder.path().join("world.db")).unwrap();
        database.migrate("notes", &[NOTES]).unwrap();
        let seen_during_write = database.write(|t| -> Result<i64, StateError> {
            t.execute("INSERT INTO notes VALUES ('new')", [])?;
            Ok(count(&database))
        });
        assert_eq!(seen_during_write.unwrap(), 0);
        assert!(!database.reads_wait() && Database::in_memory().unwrap().reads_wait());
        assert_eq!(count(&database), 1);
        let sneaky = database.read(|c| -> Result<usize, StateError> { Ok(c.execute("DELETE FROM notes", [])?) });
        assert!(sneaky.is_err());
    }
}
