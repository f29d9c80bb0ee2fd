//! Links, and the end of one.

use moa_kernel::LinkId;
use moa_sdk::link::Link;
use moa_sdk::store::{Erased, StoreError, SyncRecord};
use rusqlite::{Connection, OptionalExtension as _};

use crate::columns::{from_json, to_json};
use crate::error::InOurWords as _;

pub(crate) fn put(connection: &Connection, link: &Link) -> Result<(), StoreError> {
    connection
        .execute(
            "INSERT INTO link (id, linked_at, record) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET linked_at = excluded.linked_at, record = excluded.record",
            (link.id.as_str(), link.linked_at.as_microsecond(), to_json(link)?),
        )
        .ours()
        .map(drop)
}

pub(crate) fn list(connection: &Connection) -> Result<Vec<Link>, StoreError> {
    let mut query = connection.prepare_cached("SELECT record FROM link ORDER BY linked_at, id").ours()?;
    let records = query.query_map([], |row| row.get::<_, String>(0)).ours()?;
    records.map(|record| from_json(&record.ours()?, "link")).collect()
}

/// Refuses to go on for a link that was erased meanwhile.
pub(crate) fn must_exist(connection: &Connection, link: &LinkId) -> Result<(), StoreError> {
    let mut query = connection.prepare_cached("SELECT 1 FROM link WHERE id = ?1").ours()?;
    let found: Option<i64> = query.query_row([link.as_str()], |row| row.get(0)).optional().ours()?;
    found.map(drop).ok_or(StoreError::LinkGone)
}

/// Erases a link and everything it brought. The search index only marks what is deleted, so it is written anew without
/// the marked words; the pages that this frees, like all others, are overwritten (`secure_delete`).
pub(crate) fn erase(connection: &Connection, link: &LinkId) -> Result<Erased, StoreError> {
    const OF_LINK: &str = "SELECT number FROM holding WHERE link = ?1";
    let remove = |sql: &str| connection.execute(sql, [link.as_str()]).ours();
    remove(&format!("DELETE FROM search WHERE rowid IN (SELECT number FROM movement WHERE holding IN ({OF_LINK}))"))?;
    remove(&format!("DELETE FROM month_sum WHERE holding IN ({OF_LINK})"))?;
    connection.execute("INSERT INTO search (search) VALUES ('optimize')", []).ours()?;
    let mut rows = remove(&format!("DELETE FROM movement WHERE holding IN ({OF_LINK})"))?;
    rows += remove("DELETE FROM account WHERE link = ?1")?;
    rows += remove("DELETE FROM listed WHERE link = ?1")?;
    for table in ["holding", "sync", "source"] {
        remove(&format!("DELETE FROM {table} WHERE link = ?1"))?;
    }
    rows += remove("DELETE FROM link WHERE id = ?1")?;
    Ok(Erased { rows: rows as u64 })
}

/// Moves the log into the file and empties it, so that no old page lies in it any more. When a reader is in the way the
/// next commit does it.
pub(crate) fn empty_the_log(connection: &Connection) -> Result<(), StoreError> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).ours()
}

pub(crate) fn record_sync(connection: &Connection, record: &SyncRecord) -> Result<(), StoreError> {
    must_exist(connection, &record.link)?;
    connection
        .execute(
            "INSERT INTO sync (link, record) VALUES (?1, ?2)
             ON CONFLICT (link) DO UPDATE SET record = excluded.record",
            (record.link.as_str(), to_json(record)?),
        )
        .ours()
        .map(drop)
}

pub(crate) fn list_syncs(connection: &Connection) -> Result<Vec<SyncRecord>, StoreError> {
    let mut query = connection.prepare_cached("SELECT record FROM sync ORDER BY link").ours()?;
    let records = query.query_map([], |row| row.get::<_, String>(0)).ours()?;
    records.map(|record| from_json(&record.ours()?, "sync record")).collect()
}
