//! The store itself: every method is one transaction, or one read, in the file of its name.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use moa_kernel::{LinkId, SecretString};
use moa_sdk::link::Link;
use moa_sdk::model::{Account, AccountRef, Balance, Sourced, Transaction};
use moa_sdk::store::{
    AccountProgress, ClosedWindow, DaySum, Detail, DetailList, DetailQuery, Erased, Listing, Month, Store, StoreError,
    StoredAccount, SyncRecord, Tally, TransactionKey, TransactionPage, TransactionQuery, TransactionWindow,
};

use crate::open::Door;
use crate::pool::Pool;
use crate::{accounts, links, lists, settings, transactions};

/// An encrypted database file.
#[derive(Clone)]
pub struct SqliteStore(Pool);

impl SqliteStore {
    /// Opens a database, or makes a new one where there is no file. The key is what [`moa_sdk::vault::make_database_key`] made: 64
    /// hexadecimal digits. Blocks for as long as the file system does.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`] when the key does not fit the file, [`StoreError::Newer`] when a newer version wrote it,
    /// [`StoreError::Corrupted`] when it is damaged, [`StoreError::Io`] when it cannot be reached.
    pub fn open(path: impl AsRef<Path>, key: &SecretString) -> Result<Self, StoreError> {
        Pool::open(Door::new(path.as_ref(), key)).map(Self)
    }

    /// Whether there is a database that only its own key opens: what [`moa_sdk::vault::database_key`] wants to know. An empty
    /// file is none.
    #[must_use]
    pub fn is_at(path: impl AsRef<Path>) -> bool {
        std::fs::metadata(path).is_ok_and(|file| file.len() > 0)
    }

    /// Moves a database that nobody has open to another place on the same disk; where there is none, nothing is done.
    ///
    /// # Errors
    /// When a file cannot be moved. Those that were are then moved back.
    pub fn set_aside(path: impl AsRef<Path>, place: impl AsRef<Path>) -> std::io::Result<()> {
        let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
        // Last the file itself: a new one must not find the log of the old.
        for end in ["-wal", "-shm", ""] {
            let (from, to) = (with_end(path.as_ref(), end), with_end(place.as_ref(), end));
            if !from.try_exists()? {
                continue;
            }
            if let Err(error) = std::fs::rename(&from, &to) {
                for (from, to) in moved.iter().rev() {
                    std::fs::rename(to, from)?;
                }
                return Err(error);
            }
            moved.push((from, to));
        }
        Ok(())
    }
}

/// The name of a file that SQLite keeps beside its database.
fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SqliteStore")
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn put_link(&self, link: &Link) -> Result<(), StoreError> {
        let link = link.clone();
        self.0.write(move |tx| links::put(tx, &link)).await
    }

    async fn list_links(&self) -> Result<Vec<Link>, StoreError> {
        self.0.read(links::list).await
    }

    async fn erase_link(&self, link: &LinkId) -> Result<Erased, StoreError> {
        let link = link.clone();
        let erased = self.0.write(move |tx| links::erase(tx, &link)).await?;
        self.0.with_writer(|writer| links::empty_the_log(writer)).await?;
        Ok(erased)
    }

    async fn put_accounts(&self, link: &LinkId, list: Listing<Account>, at: Timestamp) -> Result<Tally, StoreError> {
        let link = link.clone();
        self.0.write(move |tx| accounts::put(tx, &link, list, at)).await
    }

    async fn list_accounts(&self) -> Result<Vec<StoredAccount>, StoreError> {
        self.0.read(accounts::list).await
    }

    async fn put_balances(&self, account: &AccountRef, list: Listing<Balance>) -> Result<Tally, StoreError> {
        let account = account.clone();
        self.0.write(move |tx| lists::put_balances(tx, &account, list)).await
    }

    async fn list_balances(&self) -> Result<Vec<Sourced<Balance>>, StoreError> {
        self.0.read(lists::list_balances).await
    }

    async fn put_details(&self, list: DetailList) -> Result<Tally, StoreError> {
        self.0.write(move |tx| lists::put_details(tx, list)).await
    }

    async fn list_details(&self, query: &DetailQuery) -> Result<Vec<Sourced<Detail>>, StoreError> {
        let query = query.clone();
        self.0.read(move |connection| lists::list_details(connection, &query)).await
    }

    async fn put_page(&self, page: TransactionPage) -> Result<Tally, StoreError> {
        self.0.write(move |tx| transactions::put_page(tx, &page)).await
    }

    async fn close_window(&self, window: ClosedWindow) -> Result<Tally, StoreError> {
        self.0.write(move |tx| transactions::close_window(tx, &window)).await
    }

    async fn list_transactions(&self, query: &TransactionQuery) -> Result<TransactionWindow, StoreError> {
        let query = query.clone();
        self.0.read(move |connection| transactions::list(connection, &query)).await
    }

    async fn transaction_months(&self, query: &TransactionQuery) -> Result<Vec<Month>, StoreError> {
        let query = query.clone();
        self.0.read(move |connection| transactions::months(connection, &query)).await
    }

    async fn booked_days(&self, since: Date) -> Result<Vec<DaySum>, StoreError> {
        self.0.read(move |connection| transactions::booked_days(connection, since)).await
    }

    async fn find_transaction(&self, key: &TransactionKey) -> Result<Option<Sourced<Transaction>>, StoreError> {
        let key = key.clone();
        self.0.read(move |connection| transactions::find(connection, &key)).await
    }

    async fn list_progress(&self, link: &LinkId) -> Result<Vec<AccountProgress>, StoreError> {
        let link = link.clone();
        self.0.read(move |connection| transactions::list_progress(connection, &link)).await
    }

    async fn record_sync(&self, record: &SyncRecord) -> Result<(), StoreError> {
        let record = record.clone();
        self.0.write(move |tx| links::record_sync(tx, &record)).await
    }

    async fn list_syncs(&self) -> Result<Vec<SyncRecord>, StoreError> {
        self.0.read(links::list_syncs).await
    }

    async fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.0.write(move |tx| settings::put(tx, &name, &value)).await
    }

    async fn find_setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let name = name.to_owned();
        self.0.read(move |connection| settings::find(connection, &name)).await
    }
}
