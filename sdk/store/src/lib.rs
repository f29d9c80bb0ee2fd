//! The encrypted store: SQLite with SQLCipher behind the SDK's [`Store`](moa_sdk::store::Store) trait.
//!
//! [`SqliteStore::open`] takes a file and a 256-bit key from the vault. Everything in the file is encrypted, the write-ahead
//! log included; temporary tables stay in memory. One connection writes, a few others read, so a long sync never makes a
//! screen wait. The schema moves forward only (`migrations/`), and a file from a newer version is refused instead of
//! guessed at. Amounts are integers of hundred-thousandths wherever they are added up, and the bank's own digits wherever
//! they are shown.

mod accounts;
mod columns;
mod error;
mod key;
mod links;
mod lists;
mod migrate;
mod open;
mod pool;
mod settings;
mod sources;
mod sqlite_store;
mod transactions;

pub use sqlite_store::SqliteStore;
