//! The roll-up of months, kept by every commit that touches a month.

use std::collections::BTreeSet;

use moa_sdk::store::StoreError;
use rusqlite::Connection;

use crate::error::InOurWords as _;

/// The month of a day (both as numbers); 0 when there is none.
pub(super) const fn month_of(day: Option<i64>) -> i64 {
    match day {
        Some(day) => day / 100,
        None => 0,
    }
}

/// Adds the touched months up again from the rows themselves, so that a sum can never drift away from them.
pub(super) fn refresh(connection: &Connection, holding: i64, months: &BTreeSet<i64>) -> Result<(), StoreError> {
    let mut clear = connection.prepare_cached("DELETE FROM month_sum WHERE holding = ?1 AND month = ?2").ours()?;
    let mut sum = connection
        .prepare_cached(
            "INSERT INTO month_sum (holding, month, currency, count, money_in, money_out)
             SELECT holding, ?2, currency, count(*),
                    coalesce(sum(scaled) FILTER (WHERE booked AND scaled > 0), 0),
                    coalesce(sum(scaled) FILTER (WHERE booked AND scaled < 0), 0)
             FROM movement
             WHERE holding = ?1 AND day BETWEEN ?2 * 100 AND ?2 * 100 + 99
             GROUP BY currency",
        )
        .ours()?;
    let mut undated = connection
        .prepare_cached(
            "INSERT INTO month_sum (holding, month, currency, count, money_in, money_out)
             SELECT holding, 0, currency, count(*), 0, 0 FROM movement WHERE holding = ?1 AND day IS NULL
             GROUP BY currency",
        )
        .ours()?;
    for month in months {
        clear.execute((holding, month)).ours()?;
        if *month == 0 {
            undated.execute([holding]).ours()?;
        } else {
            sum.execute((holding, month)).ours()?;
        }
    }
    Ok(())
}
