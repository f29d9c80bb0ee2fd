//! Links, accounts, balances, details, settings.

use moa_kernel::AccountId;

use super::samples::*;
use crate::link::LinkState;
use crate::model::{BalanceKind, DirectDebit, Party};
use crate::store::{
    Detail, DetailKind, DetailList, DetailQuery, Listing, Store, StoreError, SyncEnd, SyncRecord, Tally,
};

pub async fn a_link_comes_back_and_can_change(store: &dyn Store) {
    let mut link = linked(store, "one").await;
    let other = linked(store, "two").await;
    link.state = LinkState::Lost { since: noon() };
    store.put_link(&link).await.unwrap();
    assert_eq!(store.list_links().await.unwrap(), [link, other]);
}

pub async fn nothing_is_kept_for_a_link_that_is_gone(store: &dyn Store) {
    let gone = link("gone");
    let page = window(&gone, "a", crate::standards::Window::default(), vec![booked("a", "2026-11-01", 1, "x")]).0;
    assert!(matches!(store.put_page(page).await, Err(StoreError::LinkGone)));
    let accounts = complete(vec![sourced(&gone, account("a"))]);
    assert!(matches!(store.put_accounts(&gone.id, accounts, noon()).await, Err(StoreError::LinkGone)));
    let balances = complete(vec![sourced(&gone, balance("a", BalanceKind::InterimBooked, pounds(1)))]);
    assert!(matches!(store.put_balances(&key(&gone, "a"), balances).await, Err(StoreError::LinkGone)));
    assert!(store.list_accounts().await.unwrap().is_empty());
}

pub async fn a_missing_account_is_marked_and_not_erased(store: &dyn Store) {
    let link = linked(store, "one").await;
    let both = complete(vec![sourced(&link, account("b")), sourced(&link, account("a"))]);
    let tally = store.put_accounts(&link.id, both.clone(), noon()).await.unwrap();
    assert_eq!(tally, Tally { added: 2, ..Tally::default() });
    let names = |accounts: &[crate::store::StoredAccount]| -> Vec<(String, bool)> {
        accounts.iter().map(|it| (it.sourced.value.id.to_string(), it.missing_since.is_some())).collect()
    };
    let stored = store.list_accounts().await.unwrap();
    assert_eq!(names(&stored), [("b".to_owned(), false), ("a".to_owned(), false)], "in the bank's order");

    let partial = Listing { rows: vec![both.rows[1].clone()], complete: false };
    store.put_accounts(&link.id, partial, noon()).await.unwrap();
    assert!(store.list_accounts().await.unwrap().iter().all(|it| it.missing_since.is_none()));

    let fewer = complete(vec![both.rows[1].clone()]);
    let tally = store.put_accounts(&link.id, fewer, noon()).await.unwrap();
    assert_eq!(tally, Tally { unchanged: 1, ..Tally::default() });
    let stored = store.list_accounts().await.unwrap();
    assert_eq!(names(&stored), [("a".to_owned(), false), ("b".to_owned(), true)]);

    store.put_accounts(&link.id, both, noon()).await.unwrap();
    assert!(store.list_accounts().await.unwrap().iter().all(|it| it.missing_since.is_none()), "it may come back");
}

pub async fn balances_are_replaced_by_a_complete_list(store: &dyn Store) {
    let link = linked(store, "one").await;
    let list = |minor: i64, kinds: &[BalanceKind]| {
        complete(kinds.iter().map(|kind| sourced(&link, balance("a", kind.clone(), pounds(minor)))).collect())
    };
    let both = [BalanceKind::InterimBooked, BalanceKind::InterimAvailable];
    let first = store.put_balances(&key(&link, "a"), list(100, &both)).await.unwrap();
    assert_eq!(first, Tally { added: 2, ..Tally::default() });
    let same = store.put_balances(&key(&link, "a"), list(100, &both)).await.unwrap();
    assert_eq!(same, Tally { unchanged: 2, ..Tally::default() });
    let fewer = store.put_balances(&key(&link, "a"), list(-200, &both[..1])).await.unwrap();
    assert_eq!(fewer, Tally { changed: 1, removed: 1, ..Tally::default() });
    let stored = store.list_balances().await.unwrap();
    assert_eq!(stored, list(-200, &both[..1]).rows);
}

pub async fn an_incomplete_list_lets_nothing_go(store: &dyn Store) {
    let link = linked(store, "one").await;
    let debits = |names: &[&str], complete: bool| DetailList {
        link: link.id.clone(),
        account: Some(AccountId::new("a").unwrap()),
        kind: DetailKind::DirectDebit,
        list: Listing { rows: names.iter().map(|name| sourced(&link, debit(name))).collect(), complete },
    };
    store.put_details(debits(&["gas", "water"], true)).await.unwrap();
    let tally = store.put_details(debits(&["water", "rent"], false)).await.unwrap();
    assert_eq!(tally, Tally { added: 1, unchanged: 1, ..Tally::default() });
    assert_eq!(store.list_details(&DetailQuery::default()).await.unwrap().len(), 3);
    let tally = store.put_details(debits(&["rent"], true)).await.unwrap();
    assert_eq!(tally, Tally { unchanged: 1, removed: 2, ..Tally::default() });
}

pub async fn details_are_found_by_account_and_kind(store: &dyn Store) {
    let link = linked(store, "one").await;
    let put = |account: Option<&str>, kind, detail| {
        let account = account.map(|account| AccountId::new(account).unwrap());
        let list = complete(vec![sourced(&link, detail)]);
        store.put_details(DetailList { link: link.id.clone(), account, kind, list })
    };
    put(None, DetailKind::Party, party()).await.unwrap();
    put(Some("a"), DetailKind::DirectDebit, debit("gas")).await.unwrap();
    put(Some("b"), DetailKind::DirectDebit, debit("water")).await.unwrap();
    let count = async |query: DetailQuery| store.list_details(&query).await.unwrap().len();
    assert_eq!(count(DetailQuery { kind: Some(DetailKind::DirectDebit), ..DetailQuery::default() }).await, 2);
    assert_eq!(count(DetailQuery { account: Some(key(&link, "b")), ..DetailQuery::default() }).await, 1);
    assert_eq!(count(DetailQuery { link: Some(link.id.clone()), ..DetailQuery::default() }).await, 3);
    let stranger = super::samples::link("stranger").id;
    assert_eq!(count(DetailQuery { link: Some(stranger), account: Some(key(&link, "b")), kind: None }).await, 0);
}

pub async fn the_last_sync_is_remembered(store: &dyn Store) {
    let link = linked(store, "one").await;
    let mut record = SyncRecord {
        link: link.id.clone(),
        started_at: noon(),
        finished_at: noon(),
        end: SyncEnd::Failed { code: "bank_down".to_owned() },
        last_success: None,
        failing_since: Some(noon()),
        retry_at: Some(noon()),
        pages: 3,
        skipped: 1,
        tally: Tally { added: 7, ..Tally::default() },
    };
    store.record_sync(&record).await.unwrap();
    record.end = SyncEnd::Complete;
    store.record_sync(&record).await.unwrap();
    assert_eq!(store.list_syncs().await.unwrap(), [record]);
}

pub async fn a_setting_comes_back(store: &dyn Store) {
    assert_eq!(store.find_setting("locale").await.unwrap(), None);
    store.put_setting("locale", "en").await.unwrap();
    store.put_setting("locale", "ko").await.unwrap();
    assert_eq!(store.find_setting("locale").await.unwrap().as_deref(), Some("ko"));
}

fn debit(name: &str) -> Detail {
    Detail::DirectDebit(DirectDebit {
        account: AccountId::new("a").unwrap(),
        id: None,
        name: name.to_owned(),
        status: None,
        mandate: None,
        frequency: None,
        previous: None,
    })
}

fn party() -> Detail {
    Detail::Party(Party {
        id: Some("p1".to_owned()),
        kind: None,
        name: Some("Mina".to_owned()),
        full_legal_name: None,
        email: None,
        phone: None,
        mobile: None,
        addresses: Vec::new(),
    })
}
