//! Accounts out of their table.

use moa_kernel::{AccountId, CustomerId};
use rusqlite::{Connection, OptionalExtension as _};

use super::{Account, LedgerError};
use crate::Bank;
use crate::state::{StateError, from_json};

/// An account with the number of its row, which is what postings and transactions point at.
pub(super) struct Kept {
    pub(super) seq: i64,
    pub(super) issued: i64,
    pub(super) account: Account,
}

pub(super) fn accounts_of(c: &Connection, bank: &Bank, customer: &CustomerId) -> Result<Vec<Account>, StateError> {
    let mut statement =
        c.prepare_cached("SELECT facts FROM core_accounts WHERE bank = ?1 AND customer = ?2 ORDER BY seq")?;
    let rows = statement.query_map((bank.id().as_str(), customer.as_str()), |row| row.get::<_, String>(0))?;
    rows.map(|facts| from_json("account", &facts?)).collect()
}

pub(super) fn find_account(c: &Connection, bank: &Bank, id: &AccountId) -> Result<Option<Account>, StateError> {
    Ok(find(c, bank, id)?.map(|kept| kept.account))
}

pub(super) fn load(c: &Connection, bank: &Bank, id: &AccountId) -> Result<Kept, LedgerError> {
    find(c, bank, id)?.ok_or_else(|| LedgerError::UnknownAccount(id.clone()))
}

fn find(connection: &Connection, bank: &Bank, id: &AccountId) -> Result<Option<Kept>, StateError> {
    let found: Option<(i64, i64, String)> = connection
        .prepare_cached(
            "SELECT seq, issued, facts FROM core_accounts WHERE bank = ?1 AND id = ?2 AND customer IS NOT NULL",
        )?
        .query_row((bank.id().as_str(), id.as_str()), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    found.map(|(seq, issued, facts)| Ok(Kept { seq, issued, account: from_json("account", &facts)? })).transpose()
}
