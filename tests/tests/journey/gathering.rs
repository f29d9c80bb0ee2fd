//! Three banks, one view.

use std::collections::BTreeMap;

use moa_kernel::Money;
use moa_sdk::Moa;
use moa_sdk::model::AccountRef;
use moa_sdk::store::{DetailKind, DetailQuery, TransactionQuery};

use crate::books::{self, ByCurrency};
use crate::home::{BANKS, Home};

/// What the app says a person has, per currency.
pub(crate) async fn shown(moa: &Moa) -> ByCurrency {
    let overview = moa.overview().await.unwrap();
    overview.totals.iter().map(|total| (total.currency.code().to_owned(), total.total)).collect()
}

/// Every line the app has of an account, as [`books::history`] says it.
pub(crate) async fn history(moa: &Moa, account: &AccountRef) -> Vec<String> {
    let query = TransactionQuery { account: Some(account.clone()), limit: 100_000, ..TransactionQuery::default() };
    let window = moa.store().list_transactions(&query).await.unwrap();
    assert_eq!(window.total, window.rows.len() as u64);
    let words = |it: &moa_sdk::model::Transaction| it.description.clone().unwrap_or_default();
    let mut lines: Vec<_> = window
        .rows
        .iter()
        .map(|it| format!("{:.2} {}", it.transaction.amount.amount, words(&it.transaction)))
        .collect();
    lines.sort();
    lines
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_overview_equals_the_banks_books_to_the_cent() {
    let (home, links) = Home::gathered().await;

    let expected = books::totals(home.world.banks());
    assert!(expected.len() >= 2, "there are at least two currencies: {expected:?}");
    assert_eq!(shown(&home.moa).await, expected);

    let overview = home.moa.overview().await.unwrap();
    assert!(overview.unknown.is_empty(), "{:?}", overview.unknown);
    let order: Vec<_> = overview.banks.iter().map(|bank| bank.link.bank.to_string()).collect();
    assert_eq!(order, BANKS, "in the order in which they were linked");
    for (bank, link) in overview.banks.iter().zip(&links) {
        assert_eq!(bank.link.id, link.id);
        let ledger = home.bank(link.bank.as_str());
        let theirs: BTreeMap<_, _> =
            books::accounts(ledger).into_iter().map(|it| (it.id.clone(), books::booked(ledger, &it.id))).collect();
        let ours: BTreeMap<_, _> = bank
            .accounts
            .iter()
            .map(|it| (it.key.account.clone(), it.headlines.iter().map(|it| it.amount).collect::<Vec<Money>>()))
            .collect();
        assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
        for (account, amounts) in theirs {
            let sorted = |mut amounts: Vec<Money>| {
                amounts.sort_by_key(|it| it.currency);
                amounts
            };
            assert_eq!(sorted(ours[&account].clone()), sorted(amounts), "{account}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_line_of_every_account_is_there_once_with_its_source() {
    let (home, links) = Home::gathered().await;
    let mut lines = 0;
    for link in &links {
        let bank = home.bank(link.bank.as_str());
        for account in books::accounts(bank) {
            let theirs = books::history(bank, &account.id);
            let ours = history(&home.moa, &AccountRef::new(link.id.clone(), account.id.clone())).await;
            assert_eq!(ours, theirs, "{} {}", link.bank, account.id);
            lines += ours.len();
        }
    }
    assert!(lines > 200, "{lines} lines are hardly half a year at three banks");

    let first = TransactionQuery { limit: 1, ..TransactionQuery::default() };
    let row = home.moa.store().list_transactions(&first).await.unwrap().rows.remove(0);
    let kept = home.moa.store().find_transaction(&row.key).await.unwrap().unwrap();
    let link = links.iter().find(|link| link.id == kept.provenance.link).unwrap();
    assert_eq!((&kept.provenance.bank, &kept.provenance.consent), (&link.bank, &link.consent));
    assert!(kept.original.as_str().contains("\"Amount\""), "what the bank sent is kept beside what it means");

    for kind in [DetailKind::Party, DetailKind::StandingOrder, DetailKind::DirectDebit] {
        let query = DetailQuery { kind: Some(kind), ..DetailQuery::default() };
        assert!(!home.moa.store().list_details(&query).await.unwrap().is_empty(), "{kind:?}");
    }
}
