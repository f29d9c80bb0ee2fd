//! A store whose disk is full from some moment on: links can no longer be written, everything else goes on.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use async_trait::async_trait;
use moa_kernel::{Date, LinkId, Timestamp};
use moa_sdk::link::Link;
use moa_sdk::model::{Account, AccountRef, Balance, Sourced, Transaction};
use moa_sdk::store::*;

#[derive(Default)]
pub(crate) struct BreakingStore {
    inner: MemoryStore,
    pub(crate) broken: AtomicBool,
}

type Answer<T> = Result<T, StoreError>;

#[async_trait]
impl Store for BreakingStore {
    async fn put_link(&self, link: &Link) -> Answer<()> {
        if self.broken.load(SeqCst) { Err(StoreError::Io("full".to_owned())) } else { self.inner.put_link(link).await }
    }
    async fn list_links(&self) -> Answer<Vec<Link>> {
        self.inner.list_links().await
    }
    async fn erase_link(&self, link: &LinkId) -> Answer<Erased> {
        self.inner.erase_link(link).await
    }
    async fn put_accounts(&self, link: &LinkId, list: Listing<Account>, at: Timestamp) -> Answer<Tally> {
        self.inner.put_accounts(link, list, at).await
    }
    async fn list_accounts(&self) -> Answer<Vec<StoredAccount>> {
        self.inner.list_accounts().await
    }
    async fn put_balances(&self, account: &AccountRef, list: Listing<Balance>) -> Answer<Tally> {
        self.inner.put_balances(account, list).await
    }
    async fn list_balances(&self) -> Answer<Vec<Sourced<Balance>>> {
        self.inner.list_balances().await
    }
    async fn put_details(&self, list: DetailList) -> Answer<Tally> {
        self.inner.put_details(list).await
    }
    async fn list_details(&self, query: &DetailQuery) -> Answer<Vec<Sourced<Detail>>> {
        self.inner.list_details(query).await
    }
    async fn put_page(&self, page: TransactionPage) -> Answer<Tally> {
        self.inner.put_page(page).await
    }
    async fn close_window(&self, window: ClosedWindow) -> Answer<Tally> {
        self.inner.close_window(window).await
    }
    async fn list_transactions(&self, query: &TransactionQuery) -> Answer<TransactionWindow> {
        self.inner.list_transactions(query).await
    }
    async fn transaction_months(&self, query: &TransactionQuery) -> Answer<Vec<Month>> {
        self.inner.transaction_months(query).await
    }
    async fn booked_days(&self, since: Date) -> Answer<Vec<DaySum>> {
        self.inner.booked_days(since).await
    }
    async fn find_transaction(&self, key: &TransactionKey) -> Answer<Option<Sourced<Transaction>>> {
        self.inner.find_transaction(key).await
    }
    async fn list_progress(&self, link: &LinkId) -> Answer<Vec<AccountProgress>> {
        self.inner.list_progress(link).await
    }
    async fn record_sync(&self, record: &SyncRecord) -> Answer<()> {
        self.inner.record_sync(record).await
    }
    async fn list_syncs(&self) -> Answer<Vec<SyncRecord>> {
        self.inner.list_syncs().await
    }
    async fn put_setting(&self, name: &str, value: &str) -> Answer<()> {
        self.inner.put_setting(name, value).await
    }
    async fn find_setting(&self, name: &str) -> Answer<Option<String>> {
        self.inner.find_setting(name).await
    }
}
