//! Transactions go in once, and give way only when they should.

use super::samples::*;
use crate::standards::Window;
use crate::store::{Store, Tally, TransactionKey};

fn october() -> Window {
    Window { from: Some(day("2026-10-01")), to: Some(day("2026-10-31")) }
}

pub async fn the_same_page_twice_changes_nothing(store: &dyn Store) {
    let link = linked(store, "one").await;
    let rows = || {
        vec![
            with_id("t1", booked("a", "2026-11-01", -871, "CAFE")),
            booked("a", "2026-11-02", -350, "COFFEE"),
            booked("a", "2026-11-02", -350, "COFFEE"),
            pending("a", "2026-11-25", -999, "HOTEL"),
        ]
    };
    assert_eq!(put_all(store, &link, "a", rows()).await, Tally { added: 4, ..Tally::default() });
    let before = lines(store, &everything()).await;
    assert_eq!(put_all(store, &link, "a", rows()).await, Tally { unchanged: 4, ..Tally::default() });
    assert_eq!(lines(store, &everything()).await, before);
    assert_eq!(before.len(), 4, "two equal coffees are two coffees");
}

pub async fn a_changed_record_is_counted_as_changed(store: &dyn Store) {
    let link = linked(store, "one").await;
    put_all(store, &link, "a", vec![with_id("t1", booked("a", "2026-11-01", -871, "CAFE"))]).await;
    let tally = put_all(store, &link, "a", vec![with_id("t1", booked("a", "2026-11-01", -871, "CORNER CAFE"))]).await;
    assert_eq!(tally, Tally { changed: 1, ..Tally::default() });
    assert_eq!(lines(store, &everything()).await, ["2026-11-01 -8.71 CORNER CAFE"]);
}

pub async fn the_banks_own_text_comes_back(store: &dyn Store) {
    let link = linked(store, "one").await;
    let (page, _) = window(&link, "a", Window::default(), vec![booked("a", "2026-11-01", -871, "CAFE")]);
    let keyed = page.rows[0].clone();
    store.put_page(page).await.unwrap();
    assert_eq!(store.find_transaction(&keyed.key).await.unwrap(), Some(keyed.sourced));
    assert_eq!(store.find_transaction(&TransactionKey::new("no-such-key")).await.unwrap(), None);
}

pub async fn amounts_come_back_digit_by_digit(store: &dyn Store) {
    let link = linked(store, "one").await;
    let amounts = ["9999999999999.99999", "-0.00001", "12.5000", "0.10"];
    let rows = amounts.iter().map(|text| {
        let mut row = booked("a", "2026-11-01", 0, text);
        row.amount.amount = text.parse().unwrap();
        row
    });
    put_all(store, &link, "a", rows.collect()).await;
    for row in store.list_transactions(&everything()).await.unwrap().rows {
        assert_eq!(Some(row.transaction.amount.amount.to_string()), row.transaction.description);
    }
}

pub async fn pending_gives_way_when_its_window_is_closed(store: &dyn Store) {
    let link = linked(store, "one").await;
    let cafe = with_id("p1", pending("a", "2026-11-21", -871, "CAFE (hold)"));
    put_all(store, &link, "a", vec![cafe, pending("a", "2026-11-22", -5000, "FUEL (hold)")]).await;
    // The café was booked under another id and for another amount; the fuel hold simply ended.
    let since = Window::since(day("2026-11-09"));
    let tally =
        put_window(store, &link, "a", since, vec![with_id("b7", booked("a", "2026-11-22", -891, "CAFE"))]).await;
    assert_eq!(tally, Tally { added: 1, removed: 2, ..Tally::default() });
    assert_eq!(lines(store, &everything()).await, ["2026-11-22 -8.91 CAFE"]);
    let months = store.transaction_months(&everything()).await.unwrap();
    assert_eq!((months.len(), months[0].count), (1, 1));
}

pub async fn pending_outside_the_window_stays(store: &dyn Store) {
    let link = linked(store, "one").await;
    let rows = vec![pending("a", "2026-11-21", -871, "CAFE"), booked("a", "2026-11-20", 5, "INTEREST")];
    put_all(store, &link, "a", rows).await;
    put_all(store, &link, "b", vec![pending("b", "2026-10-15", -1, "OTHER ACCOUNT")]).await;
    let tally = put_window(store, &link, "a", october(), vec![]).await;
    assert_eq!(tally, Tally::default());
    assert_eq!(store.list_transactions(&everything()).await.unwrap().total, 3);
}

pub async fn an_unreadable_row_keeps_what_may_be_its_stored_self(store: &dyn Store) {
    let link = linked(store, "one").await;
    put_all(store, &link, "a", vec![pending("a", "2026-11-21", -871, "CAFE")]).await;
    let (_, mut closed) = window(&link, "a", Window::default(), vec![]);
    closed.keep_unseen = true;
    assert_eq!(store.close_window(closed.clone()).await.unwrap(), Tally::default());
    closed.keep_unseen = false;
    assert_eq!(store.close_window(closed).await.unwrap(), Tally { removed: 1, ..Tally::default() });
}

pub async fn a_version_gives_way_to_the_version_the_bank_has_now(store: &dyn Store) {
    let link = linked(store, "one").await;
    put_all(store, &link, "a", vec![with_id("t1", booked("a", "2026-11-01", -871, "CAFE"))]).await;
    // The booking day moved: one transaction, not two.
    put_all(store, &link, "a", vec![with_id("t1", booked("a", "2026-11-02", -871, "CAFE"))]).await;
    assert_eq!(lines(store, &everything()).await, ["2026-11-02 -8.71 CAFE"]);
    // The bank repeats an id for different payments: both are kept, again and again.
    let repeated = || {
        vec![
            with_id("t1", booked("a", "2026-11-02", -871, "CAFE")),
            with_id("t1", booked("a", "2026-11-03", -100, "BUS")),
        ]
    };
    put_all(store, &link, "a", repeated()).await;
    assert_eq!(put_all(store, &link, "a", repeated()).await, Tally { unchanged: 2, ..Tally::default() });
    // A window that does not reach a version says nothing about it.
    let late = Window::since(day("2026-11-03"));
    put_window(store, &link, "a", late, vec![with_id("t9", booked("a", "2026-11-04", -5, "TRAM"))]).await;
    assert_eq!(store.list_transactions(&everything()).await.unwrap().total, 3);
}

pub async fn progress_is_remembered(store: &dyn Store) {
    let link = linked(store, "one").await;
    assert!(store.list_progress(&link.id).await.unwrap().is_empty());
    put_window(store, &link, "a", october(), vec![]).await;
    put_window(store, &link, "a", Window::since(day("2026-10-20")), vec![]).await;
    let known = store.list_progress(&link.id).await.unwrap();
    assert_eq!(known.len(), 1);
    assert_eq!((known[0].from, known[0].to), (Some(day("2026-10-01")), day("2026-11-23")));
}
