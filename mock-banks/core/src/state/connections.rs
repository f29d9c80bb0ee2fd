//! Connections to one SQLite file, each set up the same way.

use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::StateError;
use crate::private;

/// How long one process waits for another to finish its write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// A connection that may write. Makes the file, readable by its owner only, when there is none.
pub(super) fn writer(path: &Path) -> Result<Connection, StateError> {
    make_private(path)?;
    let connection = Connection::open(path)?;
    // Waiting must be possible before the first statement that needs a lock.
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // In WAL, NORMAL can lose the last commits at a power cut but never tears the file: enough for a mock.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    set_up(&connection)?;
    Ok(connection)
}

/// A connection that can only read.
pub(super) fn reader(path: &Path) -> Result<Connection, StateError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    set_up(&connection)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// A database that is gone when its connection is.
pub(super) fn memory() -> Result<Connection, StateError> {
    let connection = Connection::open_in_memory()?;
    set_up(&connection)?;
    Ok(connection)
}

fn set_up(connection: &Connection) -> Result<(), StateError> {
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Makes the file before SQLite does, because SQLite would let everyone on the machine read it.
fn make_private(path: &Path) -> Result<(), StateError> {
    if let Some(folder) = path.parent() {
        private::make_readable_folder(folder)?;
    }
    private::open(path, OpenOptions::new().create(true).append(true))?;
    Ok(())
}
