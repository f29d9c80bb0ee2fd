//! Opening the file: who may read it, with which key, and with which settings.

use std::path::{Path, PathBuf};

use moa_kernel::SecretString;
use moa_sdk::store::StoreError;
use rusqlite::{Connection, OpenFlags};

use crate::error::InOurWords as _;
use crate::{key, migrate};

/// For the one connection that writes. A page of transactions touches thousands of pages of the indexes, here and there: a
/// cache that holds them, and a log that is folded back rarely, save most of the encryption.
const WRITER: &str = "
    PRAGMA cache_size = -128000;
    PRAGMA wal_autocheckpoint = 16000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA secure_delete = ON;
    PRAGMA foreign_keys = ON;
";

/// For every connection. The cache is the difference between 5 ms and 50 ms for a scan of an encrypted file, and
/// temporary tables belong in memory because a temporary file would outlive its secrets.
const EVERY: &str = "
    PRAGMA cache_size = -32000;
    PRAGMA temp_store = MEMORY;
    PRAGMA busy_timeout = 5000;
";

/// Where the database is and what opens it. Connections are made from it when they are needed.
pub(crate) struct Door {
    path: PathBuf,
    key: SecretString,
}

impl Door {
    pub(crate) fn new(path: &Path, key: &SecretString) -> Self {
        Self { path: path.to_owned(), key: key.clone() }
    }

    /// The connection that writes. Makes the file when there is none, and brings it up to date.
    pub(crate) fn writer(&self) -> Result<Connection, StoreError> {
        make_private(&self.path).map_err(|error| StoreError::Io(error.kind().to_string()))?;
        let mut connection = Connection::open_with_flags(
            &self.path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )
        .ours()?;
        self.unlock(&connection)?;
        connection.execute_batch(WRITER).ours()?;
        migrate::migrate(&mut connection)?;
        Ok(connection)
    }

    /// A connection that only reads.
    pub(crate) fn reader(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags).ours()?;
        self.unlock(&connection)?;
        Ok(connection)
    }

    fn unlock(&self, connection: &Connection) -> Result<(), StoreError> {
        // What goes wrong comes back as an error; SQLCipher need not write it to the terminal as well.
        connection.execute_batch("PRAGMA cipher_log_level = NONE;").ours()?;
        connection.execute_batch(&key::statement(&self.key)?).ours()?;
        connection.execute_batch(EVERY).ours()?;
        // A wrong key shows only at the first read.
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).ours()
    }
}

/// Makes the folder and the file, for this user alone. SQLite gives its log files the same rights as the file.
#[cfg(unix)]
fn make_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    std::fs::OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path).map(drop)
}

/// Makes the folder and the file. The user's data folder is private to the user on these systems.
#[cfg(not(unix))]
fn make_private(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(path).map(drop)
}
