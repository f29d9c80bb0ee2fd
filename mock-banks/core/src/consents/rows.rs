//! Consents in and out of their table: the whole consent as JSON, beside the columns that are searched.

use moa_kernel::{ConsentId, CustomerId, Timestamp};
use rusqlite::{Connection, OptionalExtension as _};

use super::Consent;
use crate::Bank;
use crate::state::{StateError, from_json, to_json};

pub(super) fn insert(connection: &Connection, bank: &Bank, consent: &Consent) -> Result<(), StateError> {
    connection.execute(
        "INSERT INTO core_consents (bank, id, client, customer, state, facts, asked_at)
         VALUES (?1, ?2, ?3, NULL, ?4, ?5, ?6)",
        (
            bank.id().as_str(),
            consent.id.as_str(),
            consent.client.as_str(),
            consent.state.word(),
            to_json("consent", consent)?,
            consent.created_at.as_microsecond(),
        ),
    )?;
    Ok(())
}

pub(super) fn update(connection: &Connection, bank: &Bank, consent: &Consent) -> Result<(), StateError> {
    connection.execute(
        "UPDATE core_consents SET customer = ?3, state = ?4, facts = ?5 WHERE bank = ?1 AND id = ?2",
        (
            bank.id().as_str(),
            consent.id.as_str(),
            consent.customer().map(CustomerId::as_str),
            consent.state.word(),
            to_json("consent", consent)?,
        ),
    )?;
    Ok(())
}

pub(super) fn find(connection: &Connection, bank: &Bank, id: &ConsentId) -> Result<Option<Consent>, StateError> {
    let found: Option<String> = connection
        .prepare_cached("SELECT facts FROM core_consents WHERE bank = ?1 AND id = ?2")?
        .query_row((bank.id().as_str(), id.as_str()), |row| row.get(0))
        .optional()?;
    found.map(|facts| from_json("consent", &facts)).transpose()
}

pub(super) fn of_customer(c: &Connection, bank: &Bank, customer: &CustomerId) -> Result<Vec<Consent>, StateError> {
    let mut statement =
        c.prepare_cached("SELECT facts FROM core_consents WHERE bank = ?1 AND customer = ?2 ORDER BY rowid DESC")?;
    let rows = statement.query_map((bank.id().as_str(), customer.as_str()), |row| row.get::<_, String>(0))?;
    rows.map(|facts| from_json("consent", &facts?)).collect()
}

/// Forgets what was asked before a moment and never answered. Says how many there were.
pub(super) fn forget_unanswered(c: &Connection, bank: &Bank, before: Timestamp) -> Result<usize, StateError> {
    let forgotten = c
        .prepare_cached("DELETE FROM core_consents WHERE bank = ?1 AND state = 'awaiting' AND asked_at < ?2")?
        .execute((bank.id().as_str(), before.as_microsecond()))?;
    Ok(forgotten)
}
