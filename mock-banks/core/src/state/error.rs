//! What can go wrong with the state. None of it says what was in the row.

/// Why the state could not be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The database refused or failed.
    #[error("the database failed")]
    Database(#[from] rusqlite::Error),
    /// The file or its folder could not be made.
    #[error("the state file cannot be made")]
    File(#[from] std::io::Error),
    /// A newer version of the program wrote this file.
    #[error("the room `{room}` was written by a newer version: it knows {known} steps, the file has {found}")]
    FromTheFuture {
        /// The room whose tables are newer.
        room: String,
        /// How many migration steps this program knows.
        known: usize,
        /// How many steps the file has behind it.
        found: usize,
    },
    /// What would have to be stored is larger than anything of its kind is.
    #[error("a {0} is too large to be stored")]
    TooLarge(&'static str),
    /// The audit log was sealed with a key that is gone.
    #[error("the audit log was sealed with a key that is not there any more: put {} back, or begin a new state file", .0.display())]
    SealKeyMissing(std::path::PathBuf),
    /// A row holds something that this program never writes.
    #[error("a stored {0} cannot be read")]
    Unreadable(&'static str),
}
