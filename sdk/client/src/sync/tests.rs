//! A sync against a bank that is only a list of answers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use moa_kernel::FrozenClock;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::scripted::{ScriptedBank, balance, list, transaction};
use super::{Cut, Limits, LinkOutcome, LinkReport, Progress, Stage, SyncReport, SyncRequest};
use crate::error::ErrorKind;
use crate::standards::DataKind;
use crate::store::contract::samples::{everything, lines, linked, noon};
use crate::store::{MemoryStore, Store as _, SyncEnd, Tally};

const TRANSACTIONS: &str = "/accounts/a/transactions";

struct Home {
    store: Arc<MemoryStore>,
    bank: Arc<ScriptedBank>,
}

impl Home {
    async fn with(bank: ScriptedBank) -> Self {
        let store = Arc::new(MemoryStore::new());
        linked(&*store, "one").await;
        Self { store, bank: Arc::new(bank) }
    }

    fn now_at(self, bank: ScriptedBank) -> Self {
        Self { bank: Arc::new(bank), ..self }
    }

    fn sync(&self) -> SyncRequest {
        SyncRequest::new(self.store.clone(), self.bank.clone(), Arc::new(FrozenClock::at(noon())))
    }

    async fn run(&self) -> LinkReport {
        only(self.sync().run().await.unwrap())
    }
}

fn only(mut report: SyncReport) -> LinkReport {
    assert_eq!(report.links.len(), 1);
    report.links.remove(0)
}

fn coffee(day: &str) -> Value {
    transaction("a", None, "BOOK", day, "3.50")
}

fn tidy_bank() -> ScriptedBank {
    let first = [transaction("a", Some("t1"), "BOOK", "2026-11-20", "8.71"), coffee("2026-11-19")];
    let second = [coffee("2026-11-19"), transaction("a", Some("p1"), "PDNG", "2026-11-24", "20.00")];
    ScriptedBank::new()
        .has_accounts(&["a"])
        .says("/accounts/a/balances", &list("Balance", &[balance("a", "1230.55")], None))
        .says(TRANSACTIONS, &list("Transaction", &first, Some("https://bank.example/page/2?x=%2F")))
        .says("https://bank.example/page/2?x=%2F", &list("Transaction", &second, None))
}

#[tokio::test]
async fn a_sync_brings_everything_home_and_the_next_one_changes_nothing() {
    let home = Home::with(tidy_bank()).await;
    let report = home.run().await;
    assert!(matches!(report.outcome, LinkOutcome::Complete), "{report:?}");
    assert_eq!(report.tally, Tally { added: 6, ..Tally::default() }, "an account, a balance, four transactions");
    assert_eq!(report.pages, 4);
    let kept = lines(&*home.store, &everything()).await;
    assert_eq!(kept.len(), 4);
    assert_eq!(home.store.list_balances().await.unwrap()[0].value.amount.to_string(), "1230.55 GBP");

    let report = home.run().await;
    assert_eq!(report.tally, Tally { unchanged: 6, ..Tally::default() });
    assert_eq!(lines(&*home.store, &everything()).await, kept);
}

#[tokio::test]
async fn the_second_time_only_the_last_two_weeks_are_asked_for() {
    let home = Home::with(tidy_bank()).await;
    home.run().await;
    home.run().await;
    let asked: Vec<_> = home.bank.asked().into_iter().filter(|path| path.starts_with(TRANSACTIONS)).collect();
    assert_eq!(asked, [TRANSACTIONS.to_owned(), format!("{TRANSACTIONS}?fromBookingDateTime=2026-11-09T00:00:00")]);
}

#[tokio::test]
async fn pending_becomes_booked_and_is_not_doubled() {
    let home = Home::with(tidy_bank()).await;
    home.run().await;
    let later = [
        transaction("a", Some("t1"), "BOOK", "2026-11-20", "8.71"),
        coffee("2026-11-19"),
        coffee("2026-11-19"),
        transaction("a", Some("b9"), "BOOK", "2026-11-24", "21.37"),
    ];
    let bank = ScriptedBank::new().has_accounts(&["a"]).says(TRANSACTIONS, &list("Transaction", &later, None));
    let home = home.now_at(bank);
    let report = home.run().await;
    assert_eq!((report.tally.added, report.tally.removed), (1, 1));
    assert_eq!(home.store.list_transactions(&everything()).await.unwrap().total, 4);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_in_the_report_and_its_neighbours_are_kept() {
    let odd = json!({"AccountId": "a", "Status": "BOOK", "CreditDebitIndicator": "Sideways",
        "BookingDateTime": "2026-11-20T00:00:00Z", "Amount": {"Amount": "1.00", "Currency": "GBP"}});
    let rows = [coffee("2026-11-19"), odd, transaction("b", None, "BOOK", "2026-11-20", "5.00"), coffee("2026-11-18")];
    let bank = ScriptedBank::new().has_accounts(&["a"]).says(TRANSACTIONS, &list("Transaction", &rows, None));
    let home = Home::with(bank).await;
    let report = home.run().await;
    assert!(matches!(report.outcome, LinkOutcome::Partial));
    let skipped: Vec<_> = report.skipped.iter().map(|row| (row.data, row.page, row.row.index)).collect();
    assert_eq!(skipped, [(DataKind::Transactions, 1, 1), (DataKind::Transactions, 1, 2)], "odd, and another account's");
    assert_eq!(home.store.list_transactions(&everything()).await.unwrap().total, 2);
}

#[tokio::test]
async fn an_unreadable_pending_row_leaves_the_stored_one() {
    let hold = transaction("a", Some("p1"), "PDNG", "2026-11-24", "20.00");
    let bank = |row: &Value| {
        ScriptedBank::new()
            .has_accounts(&["a"])
            .says(TRANSACTIONS, &list("Transaction", std::slice::from_ref(row), None))
    };
    let home = Home::with(bank(&hold)).await;
    home.run().await;
    let mut odd = hold.clone();
    odd["Amount"]["Amount"] = json!("-20.00");
    let home = home.now_at(bank(&odd));
    assert_eq!(home.run().await.tally.removed, 0);
    assert_eq!(home.store.list_transactions(&everything()).await.unwrap().total, 1);
}

#[tokio::test]
async fn a_bank_that_pages_in_circles_is_left() {
    let bank = ScriptedBank::new()
        .has_accounts(&["a"])
        .says(TRANSACTIONS, &list("Transaction", &[coffee("2026-11-01")], Some("https://bank.example/round")))
        .says(
            "https://bank.example/round",
            &list("Transaction", &[coffee("2026-11-02")], Some("https://bank.example/round")),
        );
    let home = Home::with(bank).await;
    let report = home.run().await;
    assert!(matches!(report.outcome, LinkOutcome::Partial));
    assert_eq!(report.cut.first().map(|cut| cut.1), Some(Cut::WentInCircles));
    assert_eq!(home.store.list_transactions(&everything()).await.unwrap().total, 2, "what was read stays");
    assert!(
        home.store.list_progress(&report.link).await.unwrap().is_empty(),
        "next time it is read again from the start"
    );
}

#[tokio::test]
async fn endless_pages_and_endless_rows_are_cut_short() {
    let small = Limits { pages_per_answer: 1, ..Limits::default() };
    let home = Home::with(tidy_bank()).await;
    let report = only(home.sync().limited_to(small).run().await.unwrap());
    assert_eq!(report.cut.first().map(|cut| cut.1), Some(Cut::TooManyPages));
    let narrow = Limits { rows_per_answer: 1, ..Limits::default() };
    let report = only(home.sync().limited_to(narrow).run().await.unwrap());
    assert_eq!(report.cut.first().map(|cut| cut.1), Some(Cut::TooManyRows));
}

#[tokio::test]
async fn a_silent_bank_takes_no_longer_than_its_time() {
    // Answers that are there count even when the time is up, so only the silence is cut.
    let home = Home::with(tidy_bank().stays_silent_at(TRANSACTIONS)).await;
    let limits = Limits { time_per_link: Duration::ZERO, ..Limits::default() };
    let report = only(home.sync().limited_to(limits).run().await.unwrap());
    assert_eq!(report.cut.first().map(|cut| cut.1), Some(Cut::TookTooLong));
    assert_eq!(home.store.list_balances().await.unwrap().len(), 1, "what came before stays");
}

#[tokio::test]
async fn stopping_keeps_what_was_read() {
    let token = CancellationToken::new();
    let home = Home::with(tidy_bank().cancels_at(TRANSACTIONS, &token)).await;
    let report = only(home.sync().cancel_with(token).run().await.unwrap());
    assert!(matches!(report.outcome, LinkOutcome::Stopped));
    assert_eq!(home.store.list_balances().await.unwrap().len(), 1);
    assert_eq!(home.store.list_syncs().await.unwrap()[0].end, SyncEnd::Stopped);
}

#[tokio::test]
async fn what_the_customer_did_not_allow_is_not_a_failure_and_not_asked_twice() {
    let bank = ScriptedBank::new().has_accounts(&["a", "b"]);
    let home = Home::with(bank).await;
    let report = home.run().await;
    assert!(matches!(report.outcome, LinkOutcome::Complete), "{report:?}");
    let balances = home.bank.asked().iter().filter(|path| path.ends_with("/balances")).count();
    assert_eq!(balances, 1);
}

#[tokio::test]
async fn one_odd_answer_spoils_one_question() {
    let home = Home::with(tidy_bank().says_text("/accounts/a/balances", 200, "<html>maintenance</html>")).await;
    let report = home.run().await;
    assert!(matches!(report.outcome, LinkOutcome::Partial));
    let failed: Vec<_> = report.failed.iter().map(|(_, kind, error)| (*kind, error.kind())).collect();
    assert_eq!(failed, [(DataKind::Balances, ErrorKind::NotJson)]);
    assert_eq!(home.store.list_transactions(&everything()).await.unwrap().total, 4);
}

#[tokio::test]
async fn a_bank_that_is_down_or_a_link_that_ended_fails_the_link_and_keeps_the_data() {
    let home = Home::with(tidy_bank()).await;
    home.run().await;
    let ended = r#"{"Errors":[{"ErrorCode":"U009"}]}"#;
    for (bank, kind) in [
        (ScriptedBank::new().fails("/accounts", ErrorKind::Unreachable), ErrorKind::Unreachable),
        (ScriptedBank::new().says_text("/accounts", 503, ""), ErrorKind::BankDown),
        (ScriptedBank::new().says_text("/accounts", 400, ended), ErrorKind::LinkEnded),
        (ScriptedBank::new().says_text("/accounts", 401, "{}"), ErrorKind::LinkEnded),
        (ScriptedBank::new().says_text("/accounts", 200, "[]"), ErrorKind::Unreadable),
    ] {
        let home = Home { store: home.store.clone(), bank: Arc::new(bank) };
        let report = home.run().await;
        let LinkOutcome::Failed(error) = report.outcome else { panic!("{report:?}") };
        assert_eq!(error.kind(), kind);
    }
    assert_eq!(home.store.list_transactions(&everything()).await.unwrap().total, 4);
    let record = home.store.list_syncs().await.unwrap().remove(0);
    assert_eq!((record.last_success, record.failing_since), (Some(noon()), Some(noon())));
}

#[tokio::test]
async fn a_bank_removed_in_the_middle_leaves_nothing_behind() {
    let home = Home::with(tidy_bank()).await;
    let link = home.store.list_links().await.unwrap().remove(0);
    let token = CancellationToken::new();
    let bank = ScriptedBank::new().has_accounts(&["a"]);
    let home = home.now_at(bank);
    home.store.erase_link(&link.id).await.unwrap();
    let report = home.sync().cancel_with(token).run().await.unwrap();
    assert!(report.links.is_empty());
    assert_eq!(home.sync().only(&link.id).run().await.unwrap_err().kind(), ErrorKind::UnknownLink);
}

#[tokio::test]
async fn progress_is_told_as_it_happens() {
    let told: Arc<Mutex<Vec<Progress>>> = Arc::default();
    let home = Home::with(tidy_bank()).await;
    let listener = told.clone();
    home.sync().on_progress(move |progress| listener.lock().unwrap().push(progress)).run().await.unwrap();
    let stages: Vec<Stage> = told.lock().unwrap().iter().map(|progress| progress.stage.clone()).collect();
    let name = Some("Account a".to_owned());
    let page = |page| Stage::ReadingAccount { name: name.clone(), page, of: None };
    assert_eq!(stages, [Stage::Waiting, Stage::ReadingAccounts, page(0), page(1), page(2), Stage::Done]);
}
