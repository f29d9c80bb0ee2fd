//! Where a world of banks keeps what it knows: one SQLite file, shared by every bank and every room.
//!
//! [`Database::open_file`] keeps one connection for writing and a few for reading (WAL lets them work side by side);
//! [`Database::in_memory`] has a single connection for both. [`Database::read`] and [`Database::write`] lend a connection
//! to a closure; a write is one transaction, kept when the closure says `Ok` and undone when it says `Err`.
//! [`Database::migrate`] lets each room bring its own tables up to date, forward only.

mod connections;
mod database;
mod error;
mod migrate;
mod remembered;
mod text;

pub use database::Database;
pub use error::StateError;
pub use remembered::Remembered;
pub(crate) use text::{from_json, from_micros, from_text, to_json};
