//! What was booked on each day, from the index that holds all a sum over days needs.

use jiff::civil::Date;
use moa_kernel::{AccountId, Currency, LinkId};
use moa_sdk::model::AccountRef;
use moa_sdk::store::{DaySum, StoreError};
use rusqlite::{Connection, Row};

use crate::columns::{from_number, from_scaled, to_number};
use crate::error::InOurWords as _;

/// What was booked on each day from `since` on, and what was booked without a day.
pub(crate) fn booked_days(connection: &Connection, since: Date) -> Result<Vec<DaySum>, StoreError> {
    // Two halves, because an OR would make SQLite read every row of the index.
    let mut query = connection
        .prepare_cached(
            "SELECT link, account, day, currency, sum(scaled)
             FROM holding CROSS JOIN movement ON movement.holding = holding.number
             WHERE day >= ?1 AND booked GROUP BY link, account, day, currency
             UNION ALL
             SELECT link, account, NULL, currency, sum(scaled)
             FROM holding CROSS JOIN movement ON movement.holding = holding.number
             WHERE day IS NULL AND booked GROUP BY link, account, currency
             ORDER BY 1, 2, 3, 4",
        )
        .ours()?;
    query.query_map([to_number(since)], columns).ours()?.map(|row| day_sum(row.ours()?)).collect()
}

type Columns = (String, String, Option<i64>, String, i64);

fn columns(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn day_sum((link, account, day, currency, booked): Columns) -> Result<DaySum, StoreError> {
    const WRONG: StoreError = StoreError::Unreadable { what: "day" };
    let link = LinkId::new(link).map_err(|_| WRONG)?;
    let account = AccountId::new(account).map_err(|_| WRONG)?;
    let currency = Currency::new(&currency).map_err(|_| WRONG)?;
    let day = day.map(|number| from_number(number).ok_or(WRONG)).transpose()?;
    Ok(DaySum { account: AccountRef::new(link, account), day, booked: from_scaled(booked, currency) })
}
