//! Search.

use super::samples::*;
use crate::store::{Store, TransactionQuery};

async fn found(store: &dyn Store, search: &str) -> usize {
    let query = TransactionQuery { search: Some(search.to_owned()), ..everything() };
    let window = store.list_transactions(&query).await.unwrap();
    assert_eq!(window.total, window.rows.len() as u64);
    window.rows.len()
}

pub async fn words_are_found_in_every_script(store: &dyn Store) {
    let link = linked(store, "one").await;
    let rows = vec![
        booked("a", "2026-11-01", -871, "CORNER CAFE LEEDS"),
        booked("a", "2026-11-02", -4618, "Bäckerei Müller"),
        booked("a", "2026-11-03", -1200, "스타벅스강남점"),
        booked("a", "2026-11-04", 250_000, "급여 11월"),
        booked("a", "2026-11-05", -99, "O'BRIEN & SONS"),
    ];
    put_all(store, &link, "a", rows).await;
    for (search, expected) in [
        ("cafe", 1),
        ("leeds corner", 1),
        ("MULLER", 1),
        ("müll", 1),
        ("강남", 1),
        ("급여", 1),
        ("월", 1),
        ("46.18", 1),
        ("o'brien", 1),
        ("", 5),
        ("!!", 5),
        ("afe", 0),
        ("cafe muller", 0),
        ("강북", 0),
        ("\" OR *", 0),
        ("NEAR(cafe)", 0),
    ] {
        assert_eq!(found(store, search).await, expected, "{search}");
    }
}

pub async fn a_changed_record_is_found_by_its_new_words_only(store: &dyn Store) {
    let link = linked(store, "one").await;
    put_all(store, &link, "a", vec![with_id("t1", booked("a", "2026-11-01", -871, "PLACEHOLDER"))]).await;
    put_all(store, &link, "a", vec![with_id("t1", booked("a", "2026-11-01", -871, "BOOKSHOP"))]).await;
    assert_eq!((found(store, "bookshop").await, found(store, "placeholder").await), (1, 0));
}
