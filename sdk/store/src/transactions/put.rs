//! A page of transactions goes in.

use std::collections::{BTreeMap, BTreeSet};

use moa_sdk::model::TransactionStatus;
use moa_sdk::store::{KeyedTransaction, Standing, StoreError, Tally, TransactionPage, search};
use rusqlite::{Connection, OptionalExtension as _, named_params};

use super::{holding, sums};
use crate::columns::{to_json, to_number, to_scaled};
use crate::error::InOurWords as _;
use crate::links::must_exist;
use crate::sources::Sources;

/// A row goes in, or in place of what its key said before, and has the number it always had.
const PUT: &str = "
    INSERT INTO movement (key, holding, standing, awaited, booked, day, at, currency, scaled, magnitude, bank_id,
                          value, source, original)
    VALUES (:key, :holding, :standing, :awaited, :booked, :day, :at, :currency, :scaled, abs(:scaled), :bank_id,
            :value, :source, :original)
    ON CONFLICT (key) DO UPDATE SET
        standing = excluded.standing, awaited = excluded.awaited, booked = excluded.booked, day = excluded.day,
        at = excluded.at, currency = excluded.currency, scaled = excluded.scaled,
        magnitude = excluded.magnitude, bank_id = excluded.bank_id, value = excluded.value,
        source = excluded.source, original = excluded.original
    RETURNING number";

pub(crate) fn put_page(connection: &Connection, page: &TransactionPage) -> Result<Tally, StoreError> {
    must_exist(connection, &page.account.link)?;
    let holding = holding::find_or_insert(connection, &page.account)?;
    let mut touched = BTreeSet::new();
    let tally = put_rows(connection, holding, &page.rows, &mut touched)?;
    sums::refresh(connection, holding, &touched)?;
    Ok(tally)
}

/// Puts rows in and notes the months that changed.
pub(super) fn put_rows(
    connection: &Connection,
    holding: i64,
    rows: &[KeyedTransaction],
    touched: &mut BTreeSet<i64>,
) -> Result<Tally, StoreError> {
    let mut tally = Tally::default();
    let mut sources = Sources::new(connection);
    let mut words = Words::new();
    for row in rows {
        let value = to_json(&row.sourced.value)?;
        let known = find(connection, row.key.as_str())?;
        match &known {
            Some(known) if known.value == value && known.original == row.sourced.original.as_str() => {
                tally.unchanged += 1;
                continue;
            }
            Some(known) => {
                tally.changed += 1;
                touched.insert(sums::month_of(known.day));
            }
            None => tally.added += 1,
        }
        let source = sources.number(&row.sourced.provenance)?;
        let number = write(connection, holding, row, &value, source)?;
        touched.insert(sums::month_of(row.sourced.value.day().map(to_number)));
        // A record that comes twice in one batch is indexed once, by what it said last.
        let searchable = search::searchable(&row.sourced.value);
        words.entry(number).or_insert((known.is_some(), String::new())).1 = searchable;
    }
    index(connection, &words)?;
    Ok(tally)
}

/// Of each row that is to be indexed: whether it was before, and its words now.
type Words = BTreeMap<i64, (bool, String)>;

struct Known {
    day: Option<i64>,
    value: String,
    original: String,
}

fn find(connection: &Connection, key: &str) -> Result<Option<Known>, StoreError> {
    let mut query = connection.prepare_cached("SELECT day, value, original FROM movement WHERE key = ?1").ours()?;
    query
        .query_row([key], |row| Ok(Known { day: row.get(0)?, value: row.get(1)?, original: row.get(2)? }))
        .optional()
        .ours()
}

fn write(
    connection: &Connection,
    holding: i64,
    row: &KeyedTransaction,
    value: &str,
    source: i64,
) -> Result<i64, StoreError> {
    let transaction = &row.sourced.value;
    let standing = Standing::of(transaction);
    let scaled = to_scaled(transaction.amount)?;
    let bound = named_params! {
        ":key": row.key.as_str(),
        ":holding": holding,
        ":standing": standing.rank(),
        ":awaited": standing == Standing::Awaited,
        ":booked": transaction.status == TransactionStatus::Booked,
        ":day": transaction.day().map(to_number),
        ":at": transaction.moment().map(jiff::Timestamp::as_microsecond),
        ":currency": transaction.amount.currency.code(),
        ":scaled": scaled,
        ":bank_id": transaction.id.as_ref().map(moa_kernel::TransactionId::as_str),
        ":value": value,
        ":source": source,
        ":original": row.sourced.original.as_str(),
    };
    let mut put = connection.prepare_cached(PUT).ours()?;
    put.query_row(bound, |row| row.get(0)).ours()
}

/// The words go in together at the end of a transaction: one by one inside the upsert costs five times as much.
fn index(connection: &Connection, words: &Words) -> Result<(), StoreError> {
    let mut forget = connection.prepare_cached("DELETE FROM search WHERE rowid = ?1").ours()?;
    for (number, _) in words.iter().filter(|(_, (known, _))| *known) {
        forget.execute([number]).ours()?;
    }
    let mut learn = connection.prepare_cached("INSERT INTO search (rowid, words) VALUES (?1, ?2)").ours()?;
    for (number, (_, words)) in words {
        learn.execute((number, words)).ours()?;
    }
    Ok(())
}
