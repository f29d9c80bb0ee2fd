//! How fast it is with 100,000 rows. Not a test of the machine: it is run by hand, and prints.
//! `cargo test -p moa-store -- --ignored --nocapture how_fast`

use jiff::ToSpan as _;
use moa_sdk::standards::Window;
use moa_sdk::store::contract::samples::{booked, linked, window};
use moa_sdk::store::{Direction, Store as _, TransactionQuery, TransactionSort};
use tokio::time::Instant;

use crate::contract::empty;

const ROWS: i64 = 100_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "measures; run by hand"]
async fn how_fast_is_it() {
    let (store, folder) = empty();
    let link = linked(&store, "one").await;
    let shops = ["CORNER CAFE LEEDS", "스타벅스강남점", "Bäckerei Müller", "RENT", "SALARY ACME LTD", "TFL TRAVEL"];
    let newest: jiff::civil::Date = "2026-11-22".parse().unwrap();
    let rows: Vec<_> = (0..ROWS)
        .map(|n| {
            // Thirty a day, newest first, as banks send them.
            let day = newest.checked_sub((n / 30).days()).unwrap().to_string();
            booked("a", &day, (n * 7919) % 100_000 - 50_000, &format!("{} {n}", shops[(n % 6) as usize]))
        })
        .collect();
    let (page, closed) = window(&link, "a", Window::default(), rows);
    for (what, size) in [("first", 1_000), ("again", 1_000)] {
        let start = Instant::now();
        for rows in page.rows.chunks(size) {
            let page = moa_sdk::store::TransactionPage { account: page.account.clone(), rows: rows.to_vec() };
            store.put_page(page).await.unwrap();
        }
        store.close_window(closed.clone()).await.unwrap();
        println!("{what} sync of {ROWS} rows in pages of {size}: {:?}", start.elapsed());
    }
    let size = std::fs::metadata(folder.path().join("moa.db")).unwrap().len();
    println!("file: {} MB", size / 1_000_000);
    let base = TransactionQuery { limit: 60, ..TransactionQuery::default() };
    let of_account = TransactionQuery { account: Some(page.account.clone()), ..base.clone() };
    let asks = [
        ("first window", base.clone()),
        ("window in the middle", TransactionQuery { offset: 50_000, ..base.clone() }),
        ("last window", TransactionQuery { offset: 99_950, ..base.clone() }),
        ("account, middle", TransactionQuery { offset: 50_000, ..of_account.clone() }),
        (
            "largest first, middle",
            TransactionQuery { sort: TransactionSort::LargestFirst, offset: 50_000, ..base.clone() },
        ),
        ("money out, middle", TransactionQuery { direction: Some(Direction::Out), offset: 25_000, ..base.clone() }),
        ("search, 16,667 hits", TransactionQuery { search: Some("강남".to_owned()), ..base.clone() }),
        ("search, 1 hit", TransactionQuery { search: Some("cafe 54312".to_owned()), ..base.clone() }),
        (
            "one year",
            TransactionQuery {
                from: Some("2020-01-01".parse().unwrap()),
                to: Some("2020-12-31".parse().unwrap()),
                ..of_account.clone()
            },
        ),
    ];
    for (what, query) in asks {
        store.list_transactions(&query).await.unwrap();
        let start = Instant::now();
        let window = store.list_transactions(&query).await.unwrap();
        let list = start.elapsed();
        let start = Instant::now();
        let months = store.transaction_months(&query).await.unwrap().len();
        println!("{what}: {list:?} ({} rows in all), months {:?} ({months})", window.total, start.elapsed());
    }
    let start = Instant::now();
    let erased = store.erase_link(&link.id).await.unwrap();
    println!("erase {} rows: {:?}", erased.rows, start.elapsed());
}
