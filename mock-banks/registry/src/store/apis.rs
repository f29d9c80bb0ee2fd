//! One row per version of an API: which revision it is, and how it stands.

use moa_bank_core::state::StateError;
use rusqlite::{Connection, Row, Transaction};

use crate::definition::{ApiKey, Version};
use crate::error::RegistryError;
use crate::record::ApiRecord;

/// A row as it is stored, not yet believed.
pub(crate) struct StoredApi {
    pub(crate) family: String,
    pub(crate) version: Version,
    pub(crate) revision: u32,
    pub(crate) hash: String,
    pub(crate) state: String,
    pub(crate) facts: String,
    pub(crate) report: Option<String>,
    pub(crate) shipped: bool,
    pub(crate) created_by: String,
    pub(crate) created_at: i64,
    pub(crate) changed_at: i64,
    pub(crate) audited: i64,
}

/// Puts a record in its row. The row must still be as the registry left it (`before`): whoever else changed it has to be
/// found out about before anything goes on.
pub(crate) fn put(
    transaction: &Transaction<'_>,
    bank: &str,
    record: &ApiRecord,
    before: Option<&ApiRecord>,
) -> Result<(), RegistryError> {
    let facts = serde_json::to_string(&record.state).map_err(|_| StateError::Unreadable("state"))?;
    let (family, version) = (record.family().as_str(), record.version());
    let values = rusqlite::named_params! {
        ":bank": bank,
        ":family": family,
        ":major": version.major,
        ":minor": version.minor,
        ":revision": record.revision,
        ":hash": record.hash.to_string(),
        ":state": record.state.word(),
        ":facts": facts,
        ":report": record.report.as_ref().map(|id| id.as_str().to_owned()),
        ":shipped": record.shipped,
        ":created_by": record.created_by,
        ":created_at": record.created_at.as_microsecond(),
        ":changed_at": record.changed_at.as_microsecond(),
        ":audited": number(record.audited)?,
    };
    if let Some(before) = before {
        check_untouched(transaction, bank, before)?;
    }
    // A row that is there and was not loaded is a damaged one: it is begun anew. (An upsert would do, were it not that the
    // triggers see it as an insert even where it updates.)
    let updated = transaction.execute(UPDATE, values).map_err(StateError::from)?;
    if updated == 0 {
        transaction.execute(INSERT, values).map_err(StateError::from)?;
    }
    Ok(())
}

const UPDATE: &str = "UPDATE registry_apis SET revision = :revision, hash = :hash, state = :state, facts = :facts,
        report = :report, shipped = :shipped, created_by = :created_by, created_at = :created_at,
        changed_at = :changed_at, audited = :audited
    WHERE bank = :bank AND family = :family AND major = :major AND minor = :minor";

const INSERT: &str =
    "INSERT INTO registry_apis (bank, family, major, minor, revision, hash, state, facts, report, shipped,
        created_by, created_at, changed_at, audited)
    VALUES (:bank, :family, :major, :minor, :revision, :hash, :state, :facts, :report, :shipped,
        :created_by, :created_at, :changed_at, :audited)";

fn check_untouched(transaction: &Transaction<'_>, bank: &str, before: &ApiRecord) -> Result<(), RegistryError> {
    let facts = serde_json::to_string(&before.state).map_err(|_| StateError::Unreadable("state"))?;
    let ask = "SELECT COUNT(*) FROM registry_apis WHERE bank = ?1 AND family = ?2 AND major = ?3 AND minor = ?4
        AND audited = ?5 AND hash = ?6 AND state = ?7 AND facts = ?8";
    let version = before.version();
    let of = (
        bank,
        before.family().as_str(),
        version.major,
        version.minor,
        number(before.audited)?,
        before.hash.to_string(),
        before.state.word(),
        facts,
    );
    let same: i64 = transaction.query_row(ask, of, |row| row.get(0)).map_err(StateError::from)?;
    if same == 1 { Ok(()) } else { Err(RegistryError::Tampered("state of an API")) }
}

pub(super) fn number(sequence: u64) -> Result<i64, StateError> {
    i64::try_from(sequence).map_err(|_| StateError::Unreadable("sequence"))
}

/// Every row of a bank.
pub(crate) fn all(connection: &Connection, bank: &str) -> Result<Vec<StoredApi>, StateError> {
    let ask = "SELECT family, major, minor, revision, hash, state, facts, report, shipped, created_by, created_at,
            changed_at, audited
        FROM registry_apis WHERE bank = ?1 ORDER BY family, major, minor";
    let mut ask = connection.prepare(ask)?;
    let rows = ask.query_map([bank], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether the database has a live version of a major that is none of those the registry knows of.
pub(crate) fn has_other_live(
    connection: &Connection,
    bank: &str,
    key: &ApiKey,
    known: [Option<Version>; 2],
) -> Result<bool, StateError> {
    let ask = "SELECT COUNT(*) FROM registry_apis WHERE bank = ?1 AND family = ?2 AND major = ?3
        AND state IN ('published', 'deprecated', 'blocked') AND minor IS NOT ?4 AND minor IS NOT ?5";
    let [one, other] = known.map(|version| version.map(|version| version.minor));
    let of = (bank, key.family.as_str(), key.major, one, other);
    let others: i64 = connection.query_row(ask, of, |row| row.get(0))?;
    Ok(others > 0)
}

fn read(row: &Row<'_>) -> rusqlite::Result<StoredApi> {
    Ok(StoredApi {
        family: row.get(0)?,
        version: Version { major: row.get(1)?, minor: row.get(2)? },
        revision: row.get(3)?,
        hash: row.get(4)?,
        state: row.get(5)?,
        facts: row.get(6)?,
        report: row.get(7)?,
        shipped: row.get(8)?,
        created_by: row.get(9)?,
        created_at: row.get(10)?,
        changed_at: row.get(11)?,
        audited: row.get(12)?,
    })
}
