//! Records in and out of their table.

use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{Hash, Record};
use crate::state::{StateError, from_json, from_micros};

const COLUMNS: &str = "sequence, at, actor, action, subject, facts, previous, hash, seal";

/// A record as it stands in the table, with its seal.
pub(super) struct Stored {
    pub(super) record: Record,
    pub(super) seal: [u8; 32],
}

pub(super) fn any(connection: &Connection) -> Result<bool, StateError> {
    Ok(connection.query_row("SELECT EXISTS (SELECT 1 FROM audit_records)", [], |row| row.get(0))?)
}

pub(super) fn insert(c: &Connection, chain: &str, record: &Record, seal: &[u8; 32]) -> Result<(), StateError> {
    let sequence = i64::try_from(record.sequence).map_err(|_| StateError::TooLarge("audit log"))?;
    c.prepare_cached(
        "INSERT INTO audit_records (chain, sequence, at, actor, action, subject, facts, previous, hash, seal)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(rusqlite::params![
        chain,
        sequence,
        record.at.as_microsecond(),
        record.actor,
        record.action,
        record.subject,
        record.facts_text(),
        record.previous.as_bytes(),
        record.hash.as_bytes(),
        seal,
    ])?;
    Ok(())
}

pub(super) fn last(connection: &Connection, chain: &str) -> Result<Option<Record>, StateError> {
    let found = connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM audit_records WHERE chain = ?1 ORDER BY sequence DESC LIMIT 1"
        ))?
        .query_row([chain], |row| Ok(read(row)))
        .optional()?;
    found.transpose().map(|found| found.map(|stored| stored.record))
}

/// The number of the last record, whether or not the rest of it can be read.
pub(super) fn last_sequence(c: &Connection, chain: &str) -> Result<Option<u64>, StateError> {
    let sql = "SELECT MAX(sequence) FROM audit_records WHERE chain = ?1";
    let last: Option<i64> = c.prepare_cached(sql)?.query_row([chain], |row| row.get(0))?;
    Ok(last.and_then(|last| u64::try_from(last).ok()))
}

/// The hash of one record, if it is there.
pub(super) fn hash_at(c: &Connection, chain: &str, sequence: u64) -> Result<Option<Hash>, StateError> {
    let sequence = i64::try_from(sequence).unwrap_or(i64::MAX);
    let sql = "SELECT hash FROM audit_records WHERE chain = ?1 AND sequence = ?2";
    let found: Option<Vec<u8>> = c.prepare_cached(sql)?.query_row((chain, sequence), |row| row.get(0)).optional()?;
    Ok(found.and_then(|bytes| bytes.try_into().ok()).map(Hash::from_bytes))
}

pub(super) fn page(c: &Connection, chain: &str, after: u64, limit: u32) -> Result<Vec<Record>, StateError> {
    Ok(stored(c, chain, after, limit)?.into_iter().map(|stored| stored.record).collect())
}

pub(super) fn stored(c: &Connection, chain: &str, after: u64, limit: u32) -> Result<Vec<Stored>, StateError> {
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let sql =
        format!("SELECT {COLUMNS} FROM audit_records WHERE chain = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3");
    let mut statement = c.prepare_cached(&sql)?;
    let rows = statement.query_map((chain, after, limit), |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

pub(super) fn about(c: &Connection, chain: &str, subject: &str, limit: u32) -> Result<Vec<Stored>, StateError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM audit_records WHERE chain = ?1 AND subject = ?2 ORDER BY sequence DESC LIMIT ?3"
    );
    let mut statement = c.prepare_cached(&sql)?;
    let rows = statement.query_map((chain, subject, limit), |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

fn read(row: &Row<'_>) -> Result<Stored, StateError> {
    let sequence: i64 = row.get("sequence")?;
    let record = Record {
        sequence: u64::try_from(sequence).map_err(|_| StateError::Unreadable("audit record"))?,
        at: from_micros(row.get("at")?)?,
        actor: row.get("actor")?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        facts: from_json("audit record", &row.get::<_, String>("facts")?)?,
        previous: Hash::from_bytes(row.get("previous")?),
        hash: Hash::from_bytes(row.get("hash")?),
    };
    Ok(Stored { record, seal: row.get("seal")? })
}
