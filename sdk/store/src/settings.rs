//! The app's own small settings.

use moa_sdk::store::StoreError;
use rusqlite::{Connection, OptionalExtension as _};

use crate::error::InOurWords as _;

pub(crate) fn put(connection: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    connection
        .execute(
            "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
        .ours()
        .map(drop)
}

pub(crate) fn find(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let mut query = connection.prepare_cached("SELECT value FROM setting WHERE name = ?1").ours()?;
    query.query_row([name], |row| row.get(0)).optional().ours()
}
