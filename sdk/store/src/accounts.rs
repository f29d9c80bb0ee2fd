//! Accounts: a new list takes the place of the old, in the bank's order, without forgetting anybody.
//!
//! What the bank no longer names stays behind the others with its history. It is marked as missing, from the first complete
//! list that left it out, because a list that broke off proves nothing.

use jiff::Timestamp;
use moa_kernel::LinkId;
use moa_sdk::model::{Account, Sourced};
use moa_sdk::store::{Listing, StoreError, StoredAccount, Tally, is_same_record};
use rusqlite::{Connection, Row};

use crate::columns::to_json;
use crate::error::InOurWords as _;
use crate::links::must_exist;
use crate::sources::{Sources, sourced};

const COLUMNS: &str = "SELECT account.value, source.record, account.original, account.missing_since
    FROM account JOIN source ON source.number = account.source";

/// Keeps a list of accounts. Those it does not mention go behind the others, marked when the list was complete.
pub(crate) fn put(
    connection: &Connection,
    link: &LinkId,
    list: Listing<Account>,
    at: Timestamp,
) -> Result<Tally, StoreError> {
    must_exist(connection, link)?;
    let mut tally = Tally::default();
    let mut known = of_link(connection, link)?;
    let mut kept = Vec::with_capacity(list.rows.len());
    for row in list.rows {
        match known.iter().position(|old| old.sourced.value.id == row.value.id) {
            None => tally.added += 1,
            Some(place) if is_same_record(&known.remove(place).sourced, &row) => tally.unchanged += 1,
            Some(_) => tally.changed += 1,
        }
        kept.push(StoredAccount { sourced: row, missing_since: None });
    }
    for mut missing in known {
        missing.missing_since = missing.missing_since.or(list.complete.then_some(at));
        kept.push(missing);
    }
    write(connection, link, &kept)?;
    Ok(tally)
}

fn write(connection: &Connection, link: &LinkId, accounts: &[StoredAccount]) -> Result<(), StoreError> {
    let mut sources = Sources::new(connection);
    let mut insert = connection
        .prepare_cached(
            "INSERT OR REPLACE INTO account (link, id, place, missing_since, value, source, original)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .ours()?;
    for (place, account) in (0_i64..).zip(accounts) {
        let Sourced { value, provenance, original } = &account.sourced;
        let source = sources.number(provenance)?;
        let missing_since = account.missing_since.map(|since| since.to_string());
        let row = (link.as_str(), value.id.as_str(), place, missing_since, to_json(value)?, source, original.as_str());
        insert.execute(row).ours()?;
    }
    Ok(())
}

/// Every account, by link, in the bank's order.
pub(crate) fn list(connection: &Connection) -> Result<Vec<StoredAccount>, StoreError> {
    let mut query = connection.prepare_cached(&format!("{COLUMNS} ORDER BY account.link, account.place")).ours()?;
    let rows = query.query_map([], texts).ours()?;
    rows.map(|row| stored(row.ours()?)).collect()
}

fn of_link(connection: &Connection, link: &LinkId) -> Result<Vec<StoredAccount>, StoreError> {
    let mut query =
        connection.prepare_cached(&format!("{COLUMNS} WHERE account.link = ?1 ORDER BY account.place")).ours()?;
    let rows = query.query_map([link.as_str()], texts).ours()?;
    rows.map(|row| stored(row.ours()?)).collect()
}

type Texts = (String, String, String, Option<String>);

fn texts(row: &Row<'_>) -> rusqlite::Result<Texts> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

fn stored((value, source, original, missing_since): Texts) -> Result<StoredAccount, StoreError> {
    let missing_since =
        missing_since.map(|since| since.parse().map_err(|_| StoreError::Unreadable { what: "account" })).transpose()?;
    Ok(StoredAccount { sourced: sourced(&value, &source, original, "account")?, missing_since })
}
