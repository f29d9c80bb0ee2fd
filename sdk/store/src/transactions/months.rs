//! The months of a list, newest first.

use moa_kernel::Currency;
use moa_sdk::store::{Month, StoreError, TransactionQuery};
use rusqlite::{Connection, Row, params_from_iter};

use super::filter::Filter;
use crate::columns::from_scaled;
use crate::error::InOurWords as _;

/// The months of the transactions that match. Without a filter they come from the roll-up.
pub(crate) fn months(connection: &Connection, query: &TransactionQuery) -> Result<Vec<Month>, StoreError> {
    let Some(filter) = Filter::of(connection, query)? else { return Ok(Vec::new()) };
    let sql = if query.is_unfiltered() {
        format!(
            "SELECT month, currency, sum(count), sum(money_in), sum(money_out) FROM month_sum
             WHERE month > 0 AND {} GROUP BY month, currency ORDER BY month DESC, currency",
            filter.sql()
        )
    } else {
        format!(
            "SELECT day / 100 AS month, currency, count(*),
                    coalesce(sum(scaled) FILTER (WHERE booked AND scaled > 0), 0),
                    coalesce(sum(scaled) FILTER (WHERE booked AND scaled < 0), 0)
             FROM movement WHERE day IS NOT NULL AND {} GROUP BY month, currency ORDER BY month DESC, currency",
            filter.sql()
        )
    };
    let mut statement = connection.prepare_cached(&sql).ours()?;
    let rows = statement.query_map(params_from_iter(&filter.bound), numbers).ours()?;
    rows.map(|row| month(row.ours()?)).collect()
}

type Numbers = (i64, String, i64, i64, i64);

fn numbers(row: &Row<'_>) -> rusqlite::Result<Numbers> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn month((month, currency, count, money_in, money_out): Numbers) -> Result<Month, StoreError> {
    const WRONG: StoreError = StoreError::Unreadable { what: "month" };
    let currency = Currency::new(&currency).map_err(|_| WRONG)?;
    Ok(Month {
        year: i16::try_from(month / 100).map_err(|_| WRONG)?,
        month: i8::try_from(month % 100).map_err(|_| WRONG)?,
        currency,
        count: count.unsigned_abs(),
        money_in: from_scaled(money_in, currency),
        money_out: from_scaled(money_out, currency),
    })
}
