//! Three cores, one country: an app cannot tell them apart. That the one with the window shows the same is in
//! `tests/tests/app/cores.rs`.

use moa_sdk::store::{DetailQuery, TransactionQuery};
use mock_banks::WorldOptions;

use crate::country::Country;

/// Everything an app has, as the banks sent it: each record with its bank in front of it, in an order of its own.
async fn everything(country: &Country) -> Vec<String> {
    let store = country.moa.store();
    let mut all = Vec::new();
    for account in store.list_accounts().await.unwrap() {
        all.push(format!("{} {}", account.sourced.provenance.bank, account.sourced.original.as_str()));
    }
    for balance in store.list_balances().await.unwrap() {
        all.push(format!("{} {}", balance.provenance.bank, balance.original.as_str()));
    }
    for detail in store.list_details(&DetailQuery::default()).await.unwrap() {
        all.push(format!("{} {}", detail.provenance.bank, detail.original.as_str()));
    }
    let query = TransactionQuery { limit: 100_000, ..TransactionQuery::default() };
    for row in store.list_transactions(&query).await.unwrap().rows {
        let kept = store.find_transaction(&row.key).await.unwrap().unwrap();
        all.push(format!("{} {}", kept.provenance.bank, kept.original.as_str()));
    }
    all.sort();
    all
}

async fn seen_through(kind: &str) -> Vec<String> {
    let country = Country::start(|_| format!("\"{kind}\""), WorldOptions::in_memory()).await;
    let report = country.moa.sync().run().await.unwrap();
    assert!(report.is_complete(), "{kind}: {report:#?}");
    for bank in country.world.banks() {
        assert_eq!(bank.core_now().protocol(), kind);
    }
    let records = everything(&country).await;
    country.world.stop().await;
    records
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_sees_the_same_records_whichever_core_keeps_the_books() {
    let ledger = seen_through("ledger").await;
    assert!(ledger.len() > 300, "{} records are hardly four months at three banks", ledger.len());
    for kind in ["telegram", "iso20022"] {
        let seen = seen_through(kind).await;
        let first = seen.iter().zip(&ledger).find(|(one, other)| one != other);
        assert_eq!((first, seen.len()), (None, ledger.len()), "{kind}");
    }
}
