//! The end of a window: what was provisional gives way to what the bank says now.

use std::collections::BTreeSet;

use moa_kernel::TransactionId;
use moa_sdk::model::Transaction;
use moa_sdk::store::{AccountProgress, ClosedWindow, Standing, StoreError, Tally, TransactionKey, gives_way};
use rusqlite::Connection;

use super::put::put_rows;
use super::{holding, sums};
use crate::columns::from_json;
use crate::error::InOurWords as _;
use crate::links::must_exist;
use crate::sources::sweep;

pub(crate) fn close_window(connection: &Connection, closed: &ClosedWindow) -> Result<Tally, StoreError> {
    must_exist(connection, &closed.account.link)?;
    let holding = holding::find_or_insert(connection, &closed.account)?;
    let mut touched = BTreeSet::new();
    let mut tally = Tally::default();
    let leaving = leaving(connection, holding, closed)?;
    for (number, day) in &leaving {
        connection.execute("DELETE FROM search WHERE rowid = ?1", [number]).ours()?;
        connection.execute("DELETE FROM movement WHERE number = ?1", [number]).ours()?;
        touched.insert(sums::month_of(*day));
    }
    tally.removed += leaving.len() as u64;
    tally += put_rows(connection, holding, &closed.provisional, &mut touched)?;
    sums::refresh(connection, holding, &touched)?;
    let known = holding::find_progress(connection, holding)?;
    let progress = AccountProgress::after(known, closed.account.account.clone(), &closed.window, closed.read_on);
    holding::put_progress(connection, holding, &progress)?;
    sweep(connection, closed.account.link.as_str())?;
    Ok(tally)
}

/// What gives way: provisional rows the window did not bring back, and versions of a transaction whose id came back
/// saying something else. Both are few, so they are looked at one by one, by the SDK's own rules.
fn leaving(
    connection: &Connection,
    holding: i64,
    closed: &ClosedWindow,
) -> Result<Vec<(i64, Option<i64>)>, StoreError> {
    let mut query = connection
        .prepare_cached(
            "SELECT number, day, key, bank_id, value FROM movement
             WHERE holding = ?1 AND (standing > 0 OR bank_id IN (
                 SELECT bank_id FROM movement WHERE holding = ?1 AND bank_id IS NOT NULL
                 GROUP BY bank_id HAVING count(*) > 1))",
        )
        .ours()?;
    let mut rows = query.query([holding]).ours()?;
    let mut leaving = Vec::new();
    while let Some(row) = rows.next().ours()? {
        let key = TransactionKey::new(row.get::<_, String>(2).ours()?);
        if closed.seen.keys.contains(&key) {
            continue;
        }
        let id: Option<String> = row.get(3).ours()?;
        let outdated = id.and_then(|id| TransactionId::new(id).ok()).is_some_and(|id| closed.seen.ids.contains(&id));
        let value: String = row.get(4).ours()?;
        let transaction: Transaction = from_json(&value, "transaction")?;
        let ended = !closed.keep_unseen && gives_way(Standing::of(&transaction), transaction.day(), &closed.window);
        if outdated || ended {
            leaving.push((row.get(0).ours()?, row.get(1).ours()?));
        }
    }
    Ok(leaving)
}
