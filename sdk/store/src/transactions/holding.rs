//! An account as a small number, and how far it is known.

use jiff::civil::Date;
use moa_kernel::{AccountId, LinkId};
use moa_sdk::model::AccountRef;
use moa_sdk::store::{AccountProgress, StoreError};
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::error::InOurWords as _;

/// The number of an account. None when nothing of it was ever kept.
pub(super) fn find(connection: &Connection, account: &AccountRef) -> Result<Option<i64>, StoreError> {
    let mut query = connection.prepare_cached("SELECT number FROM holding WHERE link = ?1 AND account = ?2").ours()?;
    query.query_row((account.link.as_str(), account.account.as_str()), |row| row.get(0)).optional().ours()
}

/// The number of an account, new or known.
pub(super) fn find_or_insert(connection: &Connection, account: &AccountRef) -> Result<i64, StoreError> {
    if let Some(number) = find(connection, account)? {
        return Ok(number);
    }
    let mut insert =
        connection.prepare_cached("INSERT INTO holding (link, account) VALUES (?1, ?2) RETURNING number").ours()?;
    insert.query_row((account.link.as_str(), account.account.as_str()), |row| row.get(0)).ours()
}

/// How far the accounts of a link are known.
pub(crate) fn list_progress(connection: &Connection, link: &LinkId) -> Result<Vec<AccountProgress>, StoreError> {
    let mut query = connection
        .prepare_cached(
            "SELECT account, read_from, read_to FROM holding
             WHERE link = ?1 AND read_to IS NOT NULL ORDER BY account",
        )
        .ours()?;
    query.query_map([link.as_str()], texts).ours()?.map(|row| progress(row.ours()?)).collect()
}

pub(super) fn find_progress(connection: &Connection, holding: i64) -> Result<Option<AccountProgress>, StoreError> {
    let mut query = connection
        .prepare_cached("SELECT account, read_from, read_to FROM holding WHERE number = ?1 AND read_to IS NOT NULL")
        .ours()?;
    query.query_row([holding], texts).optional().ours()?.map(progress).transpose()
}

pub(super) fn put_progress(connection: &Connection, holding: i64, known: &AccountProgress) -> Result<(), StoreError> {
    let from = known.from.map(|day| day.to_string());
    connection
        .execute(
            "UPDATE holding SET read_from = ?2, read_to = ?3 WHERE number = ?1",
            (holding, from, known.to.to_string()),
        )
        .ours()
        .map(drop)
}

type Texts = (String, Option<String>, String);

fn texts(row: &Row<'_>) -> rusqlite::Result<Texts> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn progress((account, from, to): Texts) -> Result<AccountProgress, StoreError> {
    const WRONG: StoreError = StoreError::Unreadable { what: "account" };
    let day = |text: &str| text.parse::<Date>().map_err(|_| WRONG);
    Ok(AccountProgress {
        account: AccountId::new(account).map_err(|_| WRONG)?,
        from: from.as_deref().map(day).transpose()?,
        to: day(&to)?,
    })
}
