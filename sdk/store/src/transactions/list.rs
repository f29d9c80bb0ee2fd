//! Windows of long lists, and single transactions.

use moa_kernel::{AccountId, LinkId};
use moa_sdk::model::{AccountRef, Sourced, Transaction};
use moa_sdk::store::{
    StoreError, TransactionKey, TransactionQuery, TransactionRow, TransactionSort, TransactionWindow,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};

use super::filter::Filter;
use crate::columns::from_json;
use crate::error::InOurWords as _;
use crate::sources::sourced;

/// A window of the transactions that match.
pub(crate) fn list(connection: &Connection, query: &TransactionQuery) -> Result<TransactionWindow, StoreError> {
    let Some(filter) = Filter::of(connection, query)? else {
        return Ok(TransactionWindow { total: 0, rows: Vec::new() });
    };
    let total = total(connection, query, &filter)?;
    let rows =
        if query.limit == 0 || query.offset >= total { Vec::new() } else { window(connection, query, &filter, total)? };
    Ok(TransactionWindow { total, rows })
}

/// How many match. Without a filter the months know it already.
fn total(connection: &Connection, query: &TransactionQuery, filter: &Filter) -> Result<u64, StoreError> {
    let sql = if query.is_unfiltered() {
        format!("SELECT coalesce(sum(count), 0) FROM month_sum WHERE {}", filter.sql())
    } else {
        format!("SELECT count(*) FROM movement WHERE {}", filter.sql())
    };
    let mut count = connection.prepare_cached(&sql).ours()?;
    let total: i64 = count.query_row(params_from_iter(&filter.bound), |row| row.get(0)).ours()?;
    Ok(total.unsigned_abs())
}

/// The rows. Their numbers come first, from an index alone; only the rows of the window are then read and decrypted.
/// A window of the second half is counted from the other end, so that no scroll bar position is far from a beginning.
fn window(
    connection: &Connection,
    query: &TransactionQuery,
    filter: &Filter,
    total: u64,
) -> Result<Vec<TransactionRow>, StoreError> {
    let limit = u64::from(query.limit).min(total - query.offset);
    let from_the_end = total - query.offset - limit;
    let backwards = query.offset > from_the_end;
    let skip = if backwards { from_the_end } else { query.offset };
    let inner = order(query.sort, backwards);
    let outer = order(query.sort, false);
    let sql = format!(
        "SELECT movement.key, holding.link, holding.account, movement.value, source.record
         FROM movement
         JOIN holding ON holding.number = movement.holding
         JOIN source ON source.number = movement.source
         WHERE movement.number IN
             (SELECT number FROM movement {} WHERE {} ORDER BY {inner} LIMIT ? OFFSET ?)
         ORDER BY {outer}",
        index(query.sort),
        filter.sql()
    );
    let page = [limit, skip].map(|number| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX)));
    let bound = filter.bound.iter().cloned().chain(page);
    let mut select = connection.prepare_cached(&sql).ours()?;
    let rows = select.query_map(params_from_iter(bound), texts).ours()?;
    rows.map(|row| listed(row.ours()?)).collect()
}

/// The order, or the same from the other end.
const fn order(sort: TransactionSort, backwards: bool) -> &'static str {
    const DOWN: &str = "movement.awaited DESC, movement.day DESC, movement.at DESC, movement.key DESC";
    const UP: &str = "movement.awaited, movement.day, movement.at, movement.key";
    const LARGEST: &str = "movement.magnitude DESC, movement.awaited DESC, movement.day DESC, movement.at DESC, \
                           movement.key DESC";
    const SMALLEST: &str = "movement.magnitude, movement.awaited, movement.day, movement.at, movement.key";
    match (sort, backwards) {
        (TransactionSort::NewestFirst, false) | (TransactionSort::OldestFirst, true) => DOWN,
        (TransactionSort::OldestFirst, false) | (TransactionSort::NewestFirst, true) => UP,
        (TransactionSort::LargestFirst, false) => LARGEST,
        (TransactionSort::LargestFirst, true) => SMALLEST,
    }
}

/// The one index by size serves every account: walking past the rows of others costs milliseconds, sorting those of one
/// half a second. SQLite would sort.
const fn index(sort: TransactionSort) -> &'static str {
    match sort {
        TransactionSort::LargestFirst => "INDEXED BY movement_by_size",
        TransactionSort::NewestFirst | TransactionSort::OldestFirst => "",
    }
}

type Texts = (String, String, String, String, String);

fn texts(row: &Row<'_>) -> rusqlite::Result<Texts> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn listed((key, link, account, value, source): Texts) -> Result<TransactionRow, StoreError> {
    const WRONG: StoreError = StoreError::Unreadable { what: "transaction" };
    Ok(TransactionRow {
        key: TransactionKey::new(key),
        account: AccountRef::new(LinkId::new(link).map_err(|_| WRONG)?, AccountId::new(account).map_err(|_| WRONG)?),
        transaction: from_json(&value, "transaction")?,
        provenance: from_json(&source, "source")?,
    })
}

/// One transaction with the bank's own text.
pub(crate) fn find(connection: &Connection, key: &TransactionKey) -> Result<Option<Sourced<Transaction>>, StoreError> {
    let mut query = connection
        .prepare_cached(
            "SELECT movement.value, source.record, movement.original
             FROM movement JOIN source ON source.number = movement.source WHERE movement.key = ?1",
        )
        .ours()?;
    let found: Option<(String, String, String)> =
        query.query_row([key.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional().ours()?;
    found.map(|(value, source, original)| sourced(&value, &source, original, "transaction")).transpose()
}
