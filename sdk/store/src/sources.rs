//! Provenance: written once, referred to by number.

use std::collections::HashMap;

use moa_sdk::model::{Original, Provenance, Sourced};
use moa_sdk::store::StoreError;
use rusqlite::{Connection, OptionalExtension as _};
use serde::de::DeserializeOwned;

use crate::columns::{from_json, to_json};
use crate::error::InOurWords as _;

/// Gives provenance its number, within one transaction.
pub(crate) struct Sources<'a> {
    connection: &'a Connection,
    known: HashMap<String, i64>,
}

impl<'a> Sources<'a> {
    pub(crate) fn new(connection: &'a Connection) -> Self {
        Self { connection, known: HashMap::new() }
    }

    /// The number of a provenance, new or known.
    pub(crate) fn number(&mut self, provenance: &Provenance) -> Result<i64, StoreError> {
        let record = to_json(provenance)?;
        if let Some(number) = self.known.get(&record) {
            return Ok(*number);
        }
        let number = self.find_or_insert(provenance, &record)?;
        self.known.insert(record, number);
        Ok(number)
    }

    fn find_or_insert(&self, provenance: &Provenance, record: &str) -> Result<i64, StoreError> {
        let mut find = self.connection.prepare_cached("SELECT number FROM source WHERE record = ?1").ours()?;
        if let Some(number) = find.query_row([record], |row| row.get(0)).optional().ours()? {
            return Ok(number);
        }
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO source (link, record) VALUES (?1, ?2) RETURNING number")
            .ours()?;
        insert.query_row((provenance.link.as_str(), record), |row| row.get(0)).ours()
    }
}

/// Removes what nothing refers to any more.
pub(crate) fn sweep(connection: &Connection, link: &str) -> Result<(), StoreError> {
    connection
        .execute(
            "DELETE FROM source WHERE link = ?1
               AND NOT EXISTS (SELECT 1 FROM movement WHERE movement.source = source.number)
               AND NOT EXISTS (SELECT 1 FROM account WHERE account.link = ?1 AND account.source = source.number)
               AND NOT EXISTS (SELECT 1 FROM listed WHERE listed.link = ?1 AND listed.source = source.number)",
            [link],
        )
        .ours()
        .map(drop)
}

/// A record with its source, from its three texts.
pub(crate) fn sourced<T: DeserializeOwned>(
    value: &str,
    source: &str,
    original: String,
    what: &'static str,
) -> Result<Sourced<T>, StoreError> {
    Ok(Sourced {
        value: from_json(value, what)?,
        provenance: from_json(source, "source")?,
        original: Original::new(original),
    })
}
