//! Long lists: windows, orders, filters, months.

use moa_kernel::{Currency, Money};

use super::samples::*;
use crate::link::Link;
use crate::model::Transaction;
use crate::store::{DaySum, Direction, Month, StatusFilter, Store, TransactionQuery, TransactionSort};

/// Forty days, three of them pending, on two accounts of two links.
async fn fill(store: &dyn Store) -> (Link, Link) {
    let (one, two) = (linked(store, "one").await, linked(store, "two").await);
    for (link, account, step) in [(&one, "a", 1), (&two, "b", 7)] {
        let mut rows: Vec<_> = (1..=20)
            .map(|n: i64| booked(account, &format!("2026-{:02}-{:02}", 9 + n % 3, n), (n - 10) * 100 * step, "ROW"))
            .collect();
        rows.push(pending(account, "2026-11-22", -step, "HOLD"));
        put_all(store, link, account, rows).await;
    }
    (one, two)
}

async fn total(store: &dyn Store, query: TransactionQuery) -> u64 {
    store.list_transactions(&query).await.unwrap().total
}

pub async fn windows_cover_a_list_without_gaps_or_repeats(store: &dyn Store) {
    fill(store).await;
    for sort in [TransactionSort::NewestFirst, TransactionSort::OldestFirst, TransactionSort::LargestFirst] {
        let whole = store.list_transactions(&TransactionQuery { sort, ..everything() }).await.unwrap();
        assert_eq!((whole.total, whole.rows.len()), (42, 42));
        let mut pieces = Vec::new();
        for offset in (0..45).step_by(5) {
            let query = TransactionQuery { sort, offset, limit: 5, ..TransactionQuery::default() };
            let window = store.list_transactions(&query).await.unwrap();
            assert_eq!(window.total, 42);
            pieces.extend(window.rows);
        }
        assert_eq!(pieces, whole.rows, "{sort:?}");
    }
    assert_eq!(total(store, TransactionQuery::default()).await, 42, "a total needs no rows");
}

pub async fn a_list_is_sorted_as_asked(store: &dyn Store) {
    fill(store).await;
    let rows = async |sort| store.list_transactions(&TransactionQuery { sort, ..everything() }).await.unwrap().rows;
    let newest = rows(TransactionSort::NewestFirst).await;
    assert!(newest[..2].iter().all(|row| row.transaction.is_provisional()), "what is on its way comes first");
    assert!(newest[2..].is_sorted_by_key(|row| std::cmp::Reverse(row.transaction.day())));
    let mut oldest = rows(TransactionSort::OldestFirst).await;
    oldest.reverse();
    assert_eq!(oldest, newest);
    let largest = rows(TransactionSort::LargestFirst).await;
    assert!(largest.is_sorted_by_key(|row| std::cmp::Reverse(row.transaction.amount.amount.abs())));
}

pub async fn filters_narrow_the_list_and_the_total(store: &dyn Store) {
    let (one, two) = fill(store).await;
    let all = TransactionQuery::default;
    assert_eq!(total(store, TransactionQuery { account: Some(key(&one, "a")), ..all() }).await, 21);
    assert_eq!(total(store, TransactionQuery { account: Some(key(&two, "a")), ..all() }).await, 0);
    assert_eq!(total(store, TransactionQuery { link: Some(two.id.clone()), ..all() }).await, 21);
    assert_eq!(total(store, TransactionQuery { direction: Some(Direction::In), ..all() }).await, 20);
    assert_eq!(total(store, TransactionQuery { direction: Some(Direction::Out), ..all() }).await, 20);
    assert_eq!(total(store, TransactionQuery { status: Some(StatusFilter::Pending), ..all() }).await, 2);
    assert_eq!(total(store, TransactionQuery { status: Some(StatusFilter::Booked), ..all() }).await, 40);
    let (from, to) = (Some(day("2026-10-04")), Some(day("2026-10-13")));
    assert_eq!(total(store, TransactionQuery { from, to, ..all() }).await, 8);
    let narrow = TransactionQuery {
        account: Some(key(&one, "a")),
        direction: Some(Direction::Out),
        from,
        to,
        search: Some("row".to_owned()),
        ..all()
    };
    assert_eq!(total(store, narrow).await, 2);
}

pub async fn months_count_rows_and_add_booked_money(store: &dyn Store) {
    let (one, _) = fill(store).await;
    let months = store
        .transaction_months(&TransactionQuery { account: Some(key(&one, "a")), ..TransactionQuery::default() })
        .await
        .unwrap();
    let said: Vec<_> = months.iter().map(say).collect();
    // November has the hold: counted as a row, not as money.
    assert_eq!(
        said,
        ["2026-11 GBP 8 rows 22.00 -15.00", "2026-10 GBP 7 rows 18.00 -18.00", "2026-9 GBP 6 rows 15.00 -12.00"]
    );
    let everywhere = store.transaction_months(&TransactionQuery::default()).await.unwrap();
    assert_eq!(everywhere.iter().map(|month| month.count).sum::<u64>(), 42);
}

pub async fn months_of_a_filtered_list_follow_the_filter(store: &dyn Store) {
    fill(store).await;
    let query = TransactionQuery { direction: Some(Direction::Out), ..TransactionQuery::default() };
    let months = store.transaction_months(&query).await.unwrap();
    assert!(months.iter().all(|month| month.money_in.amount.is_zero()));
    assert_eq!(months.iter().map(|month| month.count).sum::<u64>(), total(store, query).await);
}

pub async fn booked_days_add_up_each_account_day_and_currency(store: &dyn Store) {
    let (one, two) = (linked(store, "one").await, linked(store, "two").await);
    let euros = |row: Transaction| Transaction { amount: Money::from_minor(-77, Currency::EUR), ..row };
    let undated = Transaction { booked: None, ..booked("a", "2026-10-02", 5, "SOME DAY") };
    let rows = vec![
        booked("a", "2026-09-30", 1_000, "TOO EARLY"),
        booked("a", "2026-10-01", 250, "IN"),
        booked("a", "2026-10-01", -4_618, "OUT"),
        euros(booked("a", "2026-10-01", 0, "ABROAD")),
        booked("a", "2026-10-03", 1, "LATER"),
        pending("a", "2026-10-01", -900, "NOT YET"),
        undated,
    ];
    put_all(store, &one, "a", rows).await;
    put_all(store, &two, "b", vec![booked("b", "2026-10-01", 7, "ELSEWHERE")]).await;
    let days = store.booked_days(day("2026-10-01")).await.unwrap();
    let said: Vec<_> = days.iter().map(say_day).collect();
    assert_eq!(
        said,
        [
            "a no day 0.05 GBP",
            "a 2026-10-01 -0.77 EUR",
            "a 2026-10-01 -43.68 GBP",
            "a 2026-10-03 0.01 GBP",
            "b 2026-10-01 0.07 GBP"
        ]
    );
    assert_eq!(store.booked_days(day("2026-10-04")).await.unwrap().len(), 1, "only what has no day");
}

fn say_day(sum: &DaySum) -> String {
    let day = sum.day.map_or_else(|| "no day".to_owned(), |day| day.to_string());
    format!("{} {day} {}", sum.account.account, sum.booked)
}

fn say(month: &Month) -> String {
    let Month { year, month, currency, count, money_in, money_out } = month;
    format!("{year}-{month} {currency} {count} rows {:.2} {:.2}", money_in.amount, money_out.amount)
}
