//! A stream from a bank that is only a list of answers.

use std::sync::Arc;

use futures::{StreamExt as _, TryStreamExt as _};
use moa_kernel::{AccountId, FrozenClock};
use serde_json::json;

use super::Transactions;
use crate::error::ErrorKind;
use crate::store::contract::samples::{day, link, noon};
use crate::sync::scripted::{ScriptedBank, list, transaction};

fn bank() -> ScriptedBank {
    let row = |n: u32| transaction("a", None, "BOOK", &format!("2026-11-{n:02}"), "1.00");
    ScriptedBank::new()
        .says("/accounts/a/transactions", &list("Transaction", &[row(3), row(2)], Some("https://bank.example/2")))
        .says("https://bank.example/2", &list("Transaction", &[row(1)], None))
}

fn transactions(bank: &Arc<ScriptedBank>) -> Transactions {
    let clock = Arc::new(FrozenClock::at(noon()));
    Transactions::new(bank.clone(), clock, link("one"), AccountId::new("a").unwrap())
}

#[tokio::test]
async fn nothing_is_fetched_before_it_is_wanted() {
    let bank = Arc::new(bank());
    let mut stream = Box::pin(transactions(&bank).since(day("2026-11-01")).stream());
    assert!(bank.asked().is_empty());
    stream.try_next().await.unwrap().unwrap();
    stream.try_next().await.unwrap().unwrap();
    assert_eq!(bank.asked(), ["/accounts/a/transactions?fromBookingDateTime=2026-11-01T00:00:00"]);
    assert!(stream.try_next().await.unwrap().is_some());
    assert!(stream.try_next().await.unwrap().is_none());
    assert!(stream.try_next().await.unwrap().is_none(), "an end is an end");
}

#[tokio::test]
async fn pages_tell_what_could_not_be_read_and_a_stream_says_so_at_its_end() {
    let rows = [transaction("a", None, "BOOK", "2026-11-03", "1.00"), json!({"AccountId": "a"})];
    let bank = Arc::new(ScriptedBank::new().says("/accounts/a/transactions", &list("Transaction", &rows, None)));
    let pages: Vec<_> = transactions(&bank).pages().try_collect().await.unwrap();
    assert_eq!((pages.len(), pages[0].transactions.len(), pages[0].skipped.len()), (1, 1, 1));
    let items: Vec<_> = transactions(&bank).stream().collect().await;
    assert!(items[0].is_ok());
    assert_eq!(items[1].as_ref().unwrap_err().kind(), ErrorKind::Unreadable);
}

#[tokio::test]
async fn a_failure_is_the_last_item() {
    let bank = Arc::new(bank().fails("https://bank.example/2", ErrorKind::UntrustedLink));
    let items: Vec<_> = transactions(&bank).stream().collect().await;
    assert_eq!(items.len(), 3);
    assert_eq!(items[2].as_ref().unwrap_err().kind(), ErrorKind::UntrustedLink);
}
