//! Short lists: balances, payees, direct debits and so on. Read, merged by the SDK's rules, and written as a whole.

use moa_kernel::LinkId;
use moa_sdk::model::{AccountRef, Balance, Sourced};
use moa_sdk::store::{Detail, DetailList, DetailQuery, Listed, Listing, StoreError, Tally, merge_list};
use rusqlite::{Connection, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::columns::to_json;
use crate::error::InOurWords as _;
use crate::links::must_exist;
use crate::sources::{Sources, sourced};

const BALANCE: &str = "balance";
const COLUMNS: &str = "SELECT listed.value, source.record, listed.original
    FROM listed JOIN source ON source.number = listed.source";

pub(crate) fn put_balances(
    connection: &Connection,
    account: &AccountRef,
    list: Listing<Balance>,
) -> Result<Tally, StoreError> {
    put(connection, &account.link, account.account.as_str(), BALANCE, list)
}

pub(crate) fn put_details(connection: &Connection, list: DetailList) -> Result<Tally, StoreError> {
    let account = list.account.as_ref().map_or("", |account| account.as_str());
    put(connection, &list.link, account, list.kind.as_str(), list.list)
}

fn put<T: Listed + Serialize + DeserializeOwned>(
    connection: &Connection,
    link: &LinkId,
    account: &str,
    kind: &str,
    list: Listing<T>,
) -> Result<Tally, StoreError> {
    must_exist(connection, link)?;
    let place = (link.as_str(), account, kind);
    let mut query = connection
        .prepare_cached(&format!("{COLUMNS} WHERE listed.link = ?1 AND account = ?2 AND kind = ?3 ORDER BY place"))
        .ours()?;
    let known = query.query_map(place, texts).ours()?.map(|row| record(row.ours()?)).collect::<Result<_, _>>()?;
    let (merged, tally) = merge_list(known, list);
    connection.execute("DELETE FROM listed WHERE link = ?1 AND account = ?2 AND kind = ?3", place).ours()?;
    write(connection, place, &merged)?;
    Ok(tally)
}

fn write<T: Serialize>(
    connection: &Connection,
    (link, account, kind): (&str, &str, &str),
    rows: &[Sourced<T>],
) -> Result<(), StoreError> {
    let mut sources = Sources::new(connection);
    let mut insert = connection
        .prepare_cached(
            "INSERT INTO listed (link, account, kind, place, value, source, original)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .ours()?;
    for (place, row) in (0_i64..).zip(rows) {
        let source = sources.number(&row.provenance)?;
        insert.execute((link, account, kind, place, to_json(&row.value)?, source, row.original.as_str())).ours()?;
    }
    Ok(())
}

pub(crate) fn list_balances(connection: &Connection) -> Result<Vec<Sourced<Balance>>, StoreError> {
    let mut query =
        connection.prepare_cached(&format!("{COLUMNS} WHERE kind = ?1 ORDER BY listed.link, account, place")).ours()?;
    query.query_map([BALANCE], texts).ours()?.map(|row| record(row.ours()?)).collect()
}

pub(crate) fn list_details(connection: &Connection, query: &DetailQuery) -> Result<Vec<Sourced<Detail>>, StoreError> {
    let account = query.account.as_ref();
    let link = account.map(|account| &account.link).or(query.link.as_ref());
    // Asking for another link than the account's finds nothing.
    let agrees = query.link.as_ref().is_none_or(|asked| Some(asked) == link);
    let mut statement = connection
        .prepare_cached(&format!(
            "{COLUMNS} WHERE kind <> ?1 AND (?2 IS NULL OR listed.link = ?2) AND (?3 IS NULL OR account = ?3)
               AND (?4 IS NULL OR kind = ?4) AND ?5 ORDER BY listed.link, account, kind, place"
        ))
        .ours()?;
    let bound = (
        BALANCE,
        link.map(LinkId::as_str),
        account.map(|account| account.account.as_str()),
        query.kind.map(moa_sdk::store::DetailKind::as_str),
        agrees,
    );
    statement.query_map(bound, texts).ours()?.map(|row| record(row.ours()?)).collect()
}

fn texts(row: &Row<'_>) -> rusqlite::Result<(String, String, String)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn record<T: DeserializeOwned>((value, source, original): (String, String, String)) -> Result<Sourced<T>, StoreError> {
    sourced(&value, &source, original, "record")
}
