//! Whatever is done to both, the encrypted store and the store in memory answer the same; and what banks send twice, or in
//! another order of windows, leaves the same store.

use moa_sdk::model::Transaction;
use moa_sdk::standards::Window;
use moa_sdk::store::contract::samples::{booked, day, everything, linked, pending, put_window, with_id};
use moa_sdk::store::{Direction, MemoryStore, Store, TransactionQuery, TransactionSort};
use proptest::prelude::*;

use crate::contract::empty;

/// A record of one month, drawn from a small world so that equals and repeated ids are common.
fn record(month: u8) -> impl Strategy<Value = Transaction> {
    let words = prop_oneof![Just("COFFEE"), Just("급여"), Just("RENT")];
    (1_u8..=4, -3_i64..=3, words, proptest::option::of(0_u8..4), any::<bool>()).prop_map(
        move |(date, pounds, words, id, settled)| {
            let date = format!("2026-{month:02}-{date:02}");
            let make = if settled { booked } else { pending };
            let record = make("a", &date, pounds * 100, words);
            // An honest id: one per day and amount.
            id.map_or(record.clone(), |id| with_id(&format!("{date}:{pounds}:{id}"), record))
        },
    )
}

fn month(number: u8) -> Window {
    Window { from: Some(day(&format!("2026-{number:02}-01"))), to: Some(day(&format!("2026-{number:02}-28"))) }
}

/// What a bank has of each of three months.
fn bank() -> impl Strategy<Value = Vec<Vec<Transaction>>> {
    (0_u8..3).map(|n| proptest::collection::vec(record(9 + n), 0..12)).collect::<Vec<_>>()
}

async fn everything_of(store: &dyn Store) -> String {
    let mut said = format!("{:?}\n", store.transaction_months(&TransactionQuery::default()).await.unwrap());
    said += &format!("{:?}\n", store.booked_days(day("2026-09-03")).await.unwrap());
    for sort in [TransactionSort::NewestFirst, TransactionSort::LargestFirst] {
        for direction in [None, Some(Direction::Out)] {
            for search in [None, Some("coffee".to_owned()), Some("급".to_owned())] {
                let query = TransactionQuery { sort, direction, search, ..everything() };
                said += &format!("{:?}\n", store.list_transactions(&query).await.unwrap());
                said += &format!("{:?}\n", store.transaction_months(&query).await.unwrap());
            }
        }
    }
    said
}

async fn read_months(store: &dyn Store, bank: &[Vec<Transaction>], order: &[usize]) {
    let link = linked(store, "one").await;
    for at in order {
        let number = u8::try_from(9 + at).unwrap();
        put_window(store, &link, "a", month(number), bank[*at].clone()).await;
    }
}

fn with_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn both_stores_answer_the_same(before in bank(), after in bank(), order in Just(vec![0_usize, 1, 2]).prop_shuffle()) {
        with_runtime(async {
            let (sqlite, _folder) = empty();
            let memory = MemoryStore::new();
            for store in [&sqlite as &dyn Store, &memory] {
                read_months(store, &before, &order).await;
                read_months(store, &after, &[1, 0]).await;
            }
            assert_eq!(everything_of(&sqlite).await, everything_of(&memory).await);
        });
    }

    #[test]
    fn any_order_of_windows_gives_the_same_store(bank in bank(), order in Just(vec![0_usize, 1, 2]).prop_shuffle()) {
        with_runtime(async {
            let (straight, _one) = empty();
            let (shuffled, _two) = empty();
            read_months(&straight, &bank, &[0, 1, 2]).await;
            read_months(&shuffled, &bank, &order).await;
            // Overlapping and repeated windows change nothing either.
            read_months(&shuffled, &bank, &[1, 1, 0]).await;
            assert_eq!(everything_of(&straight).await, everything_of(&shuffled).await);
        });
    }
}
