//! Days pass, programs end and begin: nothing is lost and nothing is doubled.

use jiff::SignedDuration;
use moa_bank_core::ledger::{EntryDraft, Hold, Internal, Kind, Minor, Particulars};
use moa_kernel::Currency;
use moa_sdk::model::AccountRef;
use moa_sdk::store::{StatusFilter, Tally, TransactionQuery};
use moa_sdk::sync::SyncReport;

use crate::books;
use crate::gathering::{history, shown};
use crate::home::Home;

fn tallies(report: &SyncReport) -> Tally {
    let mut sum = Tally::default();
    report.links.iter().for_each(|link| sum += link.tally);
    sum
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_restart_of_everything_the_same_data_changes_nothing() {
    let (home, links) = Home::gathered().await;
    let before = (shown(&home.moa).await, home.moa.overview().await.unwrap().banks.len());
    let count = TransactionQuery::default();
    let total = home.moa.store().list_transactions(&count).await.unwrap().total;

    let home = home.restart_app().await;
    assert_eq!(home.moa.links().await.unwrap(), links, "the links are remembered");
    assert_eq!((shown(&home.moa).await, links.len()), before, "without asking a bank");

    // Access tokens end meanwhile, so every bank is asked for a new one first.
    home.clock.advance(SignedDuration::from_mins(40));
    let home = home.restart_banks().await;
    let report = home.sync().await;
    assert!(report.is_complete(), "{report:#?}");
    let tally = tallies(&report);
    assert_eq!((tally.added, tally.removed), (0, 0), "{tally:?}");
    assert_eq!(home.moa.store().list_transactions(&count).await.unwrap().total, total);
    assert_eq!(shown(&home.moa).await, books::totals(home.world.banks()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_held_payment_becomes_a_booked_one_and_is_never_both() {
    let (home, links) = Home::gathered().await;
    let bank = home.bank("thames");
    let account = books::accounts(bank).remove(0).id;
    let key = AccountRef::new(links[0].id.clone(), account.clone());
    let ledger = bank.core().ledger();
    let now = bank.core().now();
    let of = |status| TransactionQuery {
        account: Some(key.clone()),
        search: Some("quillwort".to_owned()),
        status: Some(status),
        limit: 10,
        ..TransactionQuery::default()
    };
    let count = async |status| home.moa.store().list_transactions(&of(status)).await.unwrap().total;

    let held = ledger
        .hold(&Hold {
            account: account.clone(),
            amount: Minor::new(-4200, Currency::GBP),
            placed_at: now,
            expected_at: now + SignedDuration::from_hours(48),
            particulars: quillwort(),
        })
        .unwrap();
    home.moa.sync().only(&links[0].id).run().await.unwrap();
    assert_eq!((count(StatusFilter::Pending).await, count(StatusFilter::Booked).await), (1, 0));
    assert_eq!(shown(&home.moa).await, books::totals(home.world.banks()), "what is held is not yet gone");

    // Booked under another id, for another amount: a tip was added.
    ledger.release(&account, &held).unwrap();
    let entry = EntryDraft::new(now, now).line(&account, Minor::new(-4700, Currency::GBP), quillwort());
    ledger.post(&[entry.balanced_by(Internal::Merchants).unwrap()]).unwrap();
    let report = home.moa.sync().only(&links[0].id).run().await.unwrap();
    assert!(report.is_complete(), "{report:#?}");
    assert_eq!((count(StatusFilter::Pending).await, count(StatusFilter::Booked).await), (0, 1));
    assert_eq!(history(&home.moa, &key).await, books::history(bank, &account));
    assert_eq!(shown(&home.moa).await, books::totals(home.world.banks()));
}

fn quillwort() -> Particulars {
    Particulars {
        text: "QUILLWORT BISTRO LONDON".to_owned(),
        kind: Kind::CardPayment,
        reference: None,
        merchant: None,
        counterparty: None,
        exchange: None,
    }
}
