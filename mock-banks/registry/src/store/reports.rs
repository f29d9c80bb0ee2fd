//! The reports, each whole, and whether the audit chain knows them.

use moa_bank_core::Bank;
use moa_bank_core::state::StateError;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};
use serde_json::{Value, json};

use super::from_micros;
use crate::definition::{Family, Version};
use crate::record::ApiRecord;
use crate::report::{ReportId, StoredReport};

const COLUMNS: &str = "id, family, major, minor, definition, passed, at, body, hash";

/// What the audit calls a report.
pub(crate) fn subject(id: &ReportId) -> String {
    format!("report/{id}")
}

/// What the audit says of a report.
pub(crate) fn facts(report: &StoredReport) -> Value {
    json!({
        "definition": report.definition,
        "family": report.family,
        "hash": report.hash,
        "passed": report.passed,
        "version": report.version,
    })
}

pub(crate) fn add(transaction: &Transaction<'_>, bank: &str, report: &StoredReport) -> Result<(), StateError> {
    transaction.execute(
        "INSERT INTO registry_reports (bank, id, family, major, minor, definition, passed, at, body, hash)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        (
            bank,
            report.id.as_str(),
            report.family.as_str(),
            report.version.major,
            report.version.minor,
            report.definition.to_string(),
            report.passed,
            report.at.as_microsecond(),
            &report.body,
            report.hash.to_string(),
        ),
    )?;
    Ok(())
}

pub(crate) fn find(connection: &Connection, bank: &str, id: &ReportId) -> Result<Option<StoredReport>, StateError> {
    let ask = format!("SELECT {COLUMNS} FROM registry_reports WHERE bank = ?1 AND id = ?2");
    connection.query_row(&ask, (bank, id.as_str()), raw).optional()?.map(read).transpose()
}

/// The reports about a version, the newest first.
pub(crate) fn about(
    connection: &Connection,
    bank: &str,
    family: &Family,
    version: Version,
) -> Result<Vec<StoredReport>, StateError> {
    let ask = format!(
        "SELECT {COLUMNS} FROM registry_reports WHERE bank = ?1 AND family = ?2 AND major = ?3 AND minor = ?4
            ORDER BY rowid DESC"
    );
    let mut ask = connection.prepare(&ask)?;
    let rows = ask.query_map((bank, family.as_str(), version.major, version.minor), raw)?;
    rows.map(|row| read(row?)).collect()
}

/// Every report of a bank.
pub(crate) fn all(connection: &Connection, bank: &str) -> Result<Vec<(String, Option<StoredReport>)>, StateError> {
    let mut ask =
        connection.prepare(&format!("SELECT {COLUMNS} FROM registry_reports WHERE bank = ?1 ORDER BY rowid"))?;
    let rows = ask.query_map([bank], raw)?;
    rows.map(|row| row.map(|row| (row.0.clone(), read(row).ok())).map_err(StateError::from)).collect()
}

/// The newest report about a record's version that speaks of its definition, or else the newest of any.
pub(crate) fn newest(
    connection: &Connection,
    bank: &str,
    record: &ApiRecord,
) -> Result<Option<StoredReport>, StateError> {
    let mut reports = about(connection, bank, record.family(), record.version())?;
    let at = reports.iter().position(|report| report.definition == record.hash).unwrap_or(0);
    Ok(if reports.is_empty() { None } else { Some(reports.swap_remove(at)) })
}

/// Whether the audit chain knows a report as it is.
pub(crate) fn is_in_chain(connection: &Connection, bank: &Bank, report: &StoredReport) -> Result<bool, StateError> {
    let newest = bank.audit().about(connection, &subject(&report.id), 1)?;
    let known = newest.first().is_some_and(|record| record.action == "report.keep" && record.facts == facts(report));
    Ok(known && report.hash == report.true_hash())
}

type Raw = (String, String, u32, u32, String, bool, i64, Vec<u8>, String);

fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        row.get(5)?,
        row.get(6)?,
        row.get(7)?,
        row.get(8)?,
    ))
}

fn read((id, family, major, minor, definition, passed, at, body, hash): Raw) -> Result<StoredReport, StateError> {
    let unreadable = || StateError::Unreadable("report");
    Ok(StoredReport {
        id: ReportId::new(id).map_err(|_| unreadable())?,
        family: Family::new(family).map_err(|_| unreadable())?,
        version: Version { major, minor },
        definition: definition.parse().map_err(|_| unreadable())?,
        passed,
        at: from_micros(at)?,
        body,
        hash: hash.parse().map_err(|_| unreadable())?,
    })
}
