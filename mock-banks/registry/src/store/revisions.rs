//! The texts of definitions. Each revision is kept for good; of what is live a copy lies beside it, for the day a page of the
//! file cannot be read.

use moa_bank_core::state::StateError;
use rusqlite::{Connection, OptionalExtension as _, Transaction};

use crate::definition::{DefinitionHash, Family, Version};
use crate::error::RegistryError;
use crate::record::ApiRecord;

/// The number of the next revision.
pub(crate) fn next(
    transaction: &Transaction<'_>,
    bank: &str,
    family: &Family,
    version: Version,
) -> Result<u32, StateError> {
    let last = "SELECT COALESCE(MAX(revision), 0) + 1 FROM registry_revisions
        WHERE bank = ?1 AND family = ?2 AND major = ?3 AND minor = ?4";
    Ok(transaction.query_row(last, (bank, family.as_str(), version.major, version.minor), |row| row.get(0))?)
}

/// Adds a revision.
pub(crate) fn add(
    transaction: &Transaction<'_>,
    bank: &str,
    record: &ApiRecord,
    text: &str,
    actor: &str,
) -> Result<(), StateError> {
    let (family, version) = (record.family().as_str(), record.version());
    transaction.execute(
        "INSERT INTO registry_revisions (bank, family, major, minor, revision, hash, definition, actor, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        (
            bank,
            family,
            version.major,
            version.minor,
            record.revision,
            record.hash.to_string(),
            text,
            actor,
            record.changed_at.as_microsecond(),
        ),
    )?;
    Ok(())
}

/// Copies the text of a live record beside it, unless the copy is there.
pub(crate) fn copy(transaction: &Transaction<'_>, bank: &str, record: &ApiRecord) -> Result<(), StateError> {
    let (family, version) = (record.family().as_str(), record.version());
    transaction.execute(
        "INSERT INTO registry_copies (bank, family, major, minor, hash, definition)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT DO UPDATE SET hash = excluded.hash, definition = excluded.definition
            WHERE hash <> excluded.hash",
        (bank, family, version.major, version.minor, record.hash.to_string(), record.definition.canonical_json()),
    )?;
    Ok(())
}

/// The text of a record's revision, if it is there.
pub(crate) fn text(
    connection: &Connection,
    bank: &str,
    (family, version): (&str, Version),
    revision: u32,
) -> Result<Option<String>, StateError> {
    let ask = "SELECT definition FROM registry_revisions
        WHERE bank = ?1 AND family = ?2 AND major = ?3 AND minor = ?4 AND revision = ?5";
    let of = (bank, family, version.major, version.minor, revision);
    Ok(connection.query_row(ask, of, |row| row.get(0)).optional()?)
}

/// The copy that lies beside a record, if there is one.
pub(crate) fn text_of_copy(
    connection: &Connection,
    bank: &str,
    (family, version): (&str, Version),
) -> Result<Option<String>, StateError> {
    let ask = "SELECT definition FROM registry_copies WHERE bank = ?1 AND family = ?2 AND major = ?3 AND minor = ?4";
    Ok(connection.query_row(ask, (bank, family, version.major, version.minor), |row| row.get(0)).optional()?)
}

/// Whether what is stored is what was verified.
pub(crate) fn check(transaction: &Transaction<'_>, bank: &str, record: &ApiRecord) -> Result<(), RegistryError> {
    let stored = text(transaction, bank, (record.family().as_str(), record.version()), record.revision)?;
    let is_it = stored.is_some_and(|text| DefinitionHash::of(text.as_bytes()) == record.hash);
    if is_it { Ok(()) } else { Err(RegistryError::Tampered("definition")) }
}
