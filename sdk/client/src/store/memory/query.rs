//! What a question about transactions finds in memory, in which order, and what a month of it comes to.

use std::cmp::Ordering;

use moa_kernel::Currency;

use super::state::Kept;
use crate::model::TransactionStatus;
use crate::store::{
    Direction, Month, Standing, StatusFilter, StoreError, TransactionKey, TransactionQuery, TransactionSort, search,
};

pub(super) fn is_match(kept: &Kept, query: &TransactionQuery, terms: &[String]) -> bool {
    let transaction = &kept.sourced.value;
    let day = transaction.day();
    query.account.as_ref().is_none_or(|account| *account == kept.account)
        && query.link.as_ref().is_none_or(|link| *link == kept.account.link)
        && query.direction.is_none_or(|direction| match direction {
            Direction::In => !transaction.amount.amount.is_zero() && !transaction.amount.is_negative(),
            Direction::Out => transaction.amount.is_negative(),
        })
        && query.status.is_none_or(|status| match status {
            StatusFilter::Booked => transaction.status == TransactionStatus::Booked,
            StatusFilter::Pending => kept.standing == Standing::Awaited,
        })
        && query.from.is_none_or(|from| day.is_some_and(|day| from <= day))
        && query.to.is_none_or(|to| day.is_some_and(|day| day <= to))
        && search::matches(&kept.searchable, terms)
}

pub(super) fn compare(
    sort: TransactionSort,
    one: &(&TransactionKey, &Kept),
    two: &(&TransactionKey, &Kept),
) -> Ordering {
    let by_time = |(key, kept): &(&TransactionKey, &Kept)| {
        let transaction = &kept.sourced.value;
        (kept.standing == Standing::Awaited, transaction.day(), transaction.moment(), (*key).clone())
    };
    let size = |(_, kept): &(&TransactionKey, &Kept)| kept.sourced.value.amount.amount.abs();
    match sort {
        TransactionSort::NewestFirst => by_time(two).cmp(&by_time(one)),
        TransactionSort::OldestFirst => by_time(one).cmp(&by_time(two)),
        TransactionSort::LargestFirst => size(two).cmp(&size(one)).then_with(|| by_time(two).cmp(&by_time(one))),
    }
}

pub(super) fn month_of(kept: &Kept) -> Option<(i16, i8, Currency)> {
    let transaction = &kept.sourced.value;
    transaction.day().map(|day| (day.year(), day.month(), transaction.amount.currency))
}

pub(super) fn count_in(month: &mut Month, kept: &Kept) -> Result<(), StoreError> {
    let transaction = &kept.sourced.value;
    month.count += 1;
    if transaction.status == TransactionStatus::Booked {
        let sum = if transaction.amount.is_negative() { &mut month.money_out } else { &mut month.money_in };
        *sum = sum.checked_add(transaction.amount).map_err(|_| StoreError::AmountOutOfRange)?;
    }
    Ok(())
}
