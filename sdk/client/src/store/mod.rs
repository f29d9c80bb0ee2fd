//! Where the gathered data is kept, as a trait; and the promises every store makes.
//!
//! What comes from a bank goes in whole pages, each in one transaction: a crash loses nothing and repeats nothing. Every
//! transaction has a [`TransactionKey`] derived from what it says, so the same data twice changes nothing, and windows in
//! any order give the same store. What a bank may still change (pending, mutable) is swapped as a whole when its window
//! has been read to the end ([`Store::close_window`]). Lists are read in windows, never whole.
//!
//! [`MemoryStore`] is for tests and small tools; `moa_store::SqliteStore` is the encrypted one. [`contract`] holds both to
//! the same promises.

mod batch;
#[doc(hidden)]
pub mod contract;
mod error;
mod key;
mod memory;
mod merge;
mod order;
mod query;
mod record;
pub mod search;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use moa_kernel::LinkId;

pub use batch::{
    ClosedWindow, Detail, DetailKind, DetailList, KeyedTransaction, Listing, Seen, Tally, TransactionPage,
};
pub use error::StoreError;
pub use key::TransactionKey;
pub use memory::MemoryStore;
pub use merge::{Listed, is_same_record, merge_list};
pub use order::{Standing, gives_way};
pub use query::{
    DaySum, DetailQuery, Direction, Month, StatusFilter, TransactionQuery, TransactionRow, TransactionSort,
    TransactionWindow,
};
pub use record::{AccountProgress, Erased, StoredAccount, SyncEnd, SyncRecord};

use crate::link::Link;
use crate::model::{Account, AccountRef, Balance, Sourced, Transaction};

/// Keeps links and what they brought.
///
/// Every method that writes does so in one transaction. Methods may be called at once from many tasks; reading does not
/// wait for a running sync.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Keeps a link, new or changed.
    ///
    /// # Errors
    /// When the store fails. So for every method here.
    async fn put_link(&self, link: &Link) -> Result<(), StoreError>;

    /// Every link, the oldest first.
    async fn list_links(&self) -> Result<Vec<Link>, StoreError>;

    /// Erases a link and everything it brought, search index included, so that it cannot be read back from the file.
    async fn erase_link(&self, link: &LinkId) -> Result<Erased, StoreError>;

    /// Keeps the accounts of a link. An account that a complete list no longer has is marked, never erased: a missing
    /// account is not a deleted one.
    async fn put_accounts(&self, link: &LinkId, list: Listing<Account>, at: Timestamp) -> Result<Tally, StoreError>;

    /// Every account, by link, in the bank's order.
    async fn list_accounts(&self) -> Result<Vec<StoredAccount>, StoreError>;

    /// Keeps the balances of an account. A complete list replaces what was known.
    async fn put_balances(&self, account: &AccountRef, list: Listing<Balance>) -> Result<Tally, StoreError>;

    /// Every balance of every account.
    async fn list_balances(&self) -> Result<Vec<Sourced<Balance>>, StoreError>;

    /// Keeps the payees, direct debits and so on of an account. A complete list replaces what was known.
    async fn put_details(&self, list: DetailList) -> Result<Tally, StoreError>;

    /// Payees, direct debits and so on.
    async fn list_details(&self, query: &DetailQuery) -> Result<Vec<Sourced<Detail>>, StoreError>;

    /// Keeps a page of final transactions.
    async fn put_page(&self, page: TransactionPage) -> Result<Tally, StoreError>;

    /// Ends a window that was read completely: swaps its provisional transactions, removes versions that gave way to
    /// another version of the same transaction, and notes how far the account is known.
    async fn close_window(&self, window: ClosedWindow) -> Result<Tally, StoreError>;

    /// A window of the transactions that match.
    async fn list_transactions(&self, query: &TransactionQuery) -> Result<TransactionWindow, StoreError>;

    /// The months of the transactions that match, newest first, each currency apart. Sort, offset and limit of the query
    /// do not matter. The sums count booked transactions only, the row count counts all.
    async fn transaction_months(&self, query: &TransactionQuery) -> Result<Vec<Month>, StoreError>;

    /// What was booked on each day from `since` on, each account and currency apart, by account and day. What was booked
    /// without a day is there as well, first: whoever counts back through the days has to know of it.
    async fn booked_days(&self, since: Date) -> Result<Vec<DaySum>, StoreError>;

    /// One transaction with the bank's own text.
    async fn find_transaction(&self, key: &TransactionKey) -> Result<Option<Sourced<Transaction>>, StoreError>;

    /// How far the accounts of a link are known.
    async fn list_progress(&self, link: &LinkId) -> Result<Vec<AccountProgress>, StoreError>;

    /// Keeps how a link's last sync went.
    async fn record_sync(&self, record: &SyncRecord) -> Result<(), StoreError>;

    /// How each link's last sync went.
    async fn list_syncs(&self) -> Result<Vec<SyncRecord>, StoreError>;

    /// Keeps a small text under a name, for the app's own settings.
    async fn put_setting(&self, name: &str, value: &str) -> Result<(), StoreError>;

    /// A setting.
    async fn find_setting(&self, name: &str) -> Result<Option<String>, StoreError>;
}
