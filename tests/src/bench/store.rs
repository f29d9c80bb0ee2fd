//! The encrypted store with as many rows as a long life brings.

use std::time::Duration;

use anyhow::{Context as _, Result};
use jiff::ToSpan as _;
use moa_kernel::OsEntropy;
use moa_sdk::model::Transaction;
use moa_sdk::standards::Window;
use moa_sdk::store::contract::samples::{booked, day, link, window};
use moa_sdk::store::{ClosedWindow, Direction, Store as _, TransactionPage, TransactionQuery, TransactionSort};
use moa_sdk::vault::make_database_key;
use moa_store::SqliteStore;
use tokio::time::Instant;

use super::table::{Measured, median};

const ROWS: i64 = 100_000;
const ROWS_A_DAY: i64 = 30;
const PAGE: usize = 1_000;
const WORDS: [&str; 6] = ["CORNER CAFE", "한강서점", "BÄCKEREI MORGENROT", "RENT", "SALARY", "CITYLINE TRAVEL"];

pub(super) async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store = SqliteStore::open(folder.path().join("moa.db"), &make_database_key(&OsEntropy))?;
    let one = link("one");
    store.put_link(&one).await?;
    let (page, closed) = window(&one, "a", Window::default(), rows()?);

    let mut writing = Measured::new("100,000 transactions into the encrypted store, in pages of 1,000");
    writing.note("the first time", write(&store, &page, &closed).await?);
    writing.note("the same again", write(&store, &page, &closed).await?);
    println!("{writing}");
    println!("{}", reading(&store).await?);
    Ok(())
}

fn rows() -> Result<Vec<Transaction>> {
    let newest = day("2026-11-22");
    (0..ROWS)
        .map(|n| {
            let on = newest.checked_sub((n / ROWS_A_DAY).days())?.to_string();
            let word = WORDS.iter().cycle().nth(usize::try_from(n % 6)?).context("there are words")?;
            Ok(booked("a", &on, (n * 7919) % 100_000 - 50_000, &format!("{word} {n}")))
        })
        .collect()
}

async fn write(store: &SqliteStore, page: &TransactionPage, closed: &ClosedWindow) -> Result<Duration> {
    let started = Instant::now();
    for rows in page.rows.chunks(PAGE) {
        store.put_page(TransactionPage { account: page.account.clone(), rows: rows.to_vec() }).await?;
    }
    store.close_window(closed.clone()).await?;
    Ok(started.elapsed())
}

async fn reading(store: &SqliteStore) -> Result<Measured> {
    let window = |offset| TransactionQuery { offset, limit: 60, ..TransactionQuery::default() };
    let search = |words: &str| TransactionQuery { search: Some(words.to_owned()), ..window(0) };
    let largest = TransactionQuery { sort: TransactionSort::LargestFirst, ..window(50_000) };
    let out = TransactionQuery { direction: Some(Direction::Out), ..window(25_000) };
    let asks = [
        ("a window of 60 rows at the top", window(0)),
        ("in the middle", window(50_000)),
        ("at the very end", window(99_940)),
        ("largest first, in the middle", largest),
        ("only money out, in the middle", out),
        ("a search with one hit", search("cafe 54312")),
        ("a search with 16,667 hits", search("한강")),
    ];
    let mut reading = Measured::new("Reading 60 of 100,000 rows, with the total");
    for (what, query) in asks {
        reading.note(what, median(15, async || store.list_transactions(&query).await).await?);
    }
    let months = median(15, async || store.transaction_months(&window(0)).await).await?;
    reading.note("the sums of every month", months);
    Ok(reading)
}
