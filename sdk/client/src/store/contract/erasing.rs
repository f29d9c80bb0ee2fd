//! The end of a link.

use super::samples::*;
use crate::model::BalanceKind;
use crate::store::{DetailQuery, Store, TransactionQuery};

pub async fn erasing_a_link_leaves_no_trace_of_it(store: &dyn Store) {
    let (gone, kept) = (linked(store, "gone").await, linked(store, "kept").await);
    for link in [&gone, &kept] {
        store.put_accounts(&link.id, complete(vec![sourced(link, account("a"))]), noon()).await.unwrap();
        let balances = complete(vec![sourced(link, balance("a", BalanceKind::InterimBooked, pounds(100)))]);
        store.put_balances(&key(link, "a"), balances).await.unwrap();
        let rows = vec![booked("a", "2026-11-01", -871, "CAFE"), pending("a", "2026-11-22", -5, "HOLD")];
        put_all(store, link, "a", rows).await;
    }
    let erased = store.erase_link(&gone.id).await.unwrap();
    assert_eq!(erased.rows, 5, "the link, an account, a balance, two transactions");

    assert_eq!(store.list_links().await.unwrap(), std::slice::from_ref(&kept));
    assert_eq!(store.list_accounts().await.unwrap().len(), 1);
    assert_eq!(store.list_balances().await.unwrap().len(), 1);
    assert!(store.list_details(&DetailQuery::default()).await.unwrap().is_empty());
    assert!(store.list_progress(&gone.id).await.unwrap().is_empty());
    let of_gone = TransactionQuery { link: Some(gone.id.clone()), ..everything() };
    assert_eq!(store.list_transactions(&of_gone).await.unwrap().total, 0);
    let searched = TransactionQuery { search: Some("cafe".to_owned()), ..everything() };
    assert_eq!(store.list_transactions(&searched).await.unwrap().total, 1);
    assert_eq!(store.transaction_months(&TransactionQuery::default()).await.unwrap()[0].count, 2);

    assert_eq!(store.erase_link(&gone.id).await.unwrap().rows, 0, "a second time there is nothing left");
    // The same bank can be linked again under the same name.
    let again = linked(store, "gone").await;
    put_all(store, &again, "a", vec![booked("a", "2026-11-01", -871, "CAFE")]).await;
    assert_eq!(store.list_transactions(&of_gone).await.unwrap().total, 1);
}
