//! A long list straight from a bank, read page by page as it is wanted.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::{Stream, StreamExt as _};
use moa_sdk::transactions::{Transactions, TransactionsPage};
use moa_sdk::{Error, ErrorKind};

use crate::door::{self, Door};
use crate::planted::Living;
use crate::{FfiCancelToken, FfiError, FfiTransactionsPage};

type Pages = Pin<Box<dyn Stream<Item = Result<TransactionsPage, Error>> + Send>>;

/// Where the reading is.
enum Reading {
    /// Before the next page.
    At(Pages),
    /// At a page that somebody asked for, and perhaps no longer waits for.
    Away,
    /// After the last page.
    Over,
}

/// The pages of one account's transactions. Nothing is asked before the first page is wanted, and none is asked ahead.
#[derive(uniffi::Object)]
pub struct FfiTransactionPages {
    door: Arc<Door>,
    reading: Arc<Mutex<Reading>>,
    _living: Living,
}

impl FfiTransactionPages {
    pub(crate) fn new(door: Arc<Door>, transactions: Transactions) -> Self {
        let pages: Pages = Box::pin(transactions.pages());
        Self { door, reading: Arc::new(Mutex::new(Reading::At(pages))), _living: Living::begin() }
    }
}

#[uniffi::export]
impl FfiTransactionPages {
    /// The next page; nothing after the last. An error ends the list, and so does cancelling: what was asked is let go of.
    /// One page at a time: a second call meanwhile is cancelled.
    ///
    /// # Errors
    /// When the page could not be had.
    pub async fn next(&self, cancel: Option<Arc<FfiCancelToken>>) -> Result<Option<FfiTransactionsPage>, FfiError> {
        let reading = Arc::clone(&self.reading);
        let page = door::run(cancel.into(), Some(self.door.closing()), async move {
            // Taken out while it is read: when the call is dropped half way, the page's connection goes with it.
            // In a statement of its own: a `match` would hold the lock through its arms, and the last one takes it again.
            let was = std::mem::replace(&mut *lock(&reading), Reading::Away);
            let mut pages = match was {
                Reading::At(pages) => pages,
                Reading::Away => return Err(Error::new(ErrorKind::Cancelled)),
                Reading::Over => {
                    *lock(&reading) = Reading::Over;
                    return Ok(None);
                }
            };
            let page = pages.next().await.transpose();
            *lock(&reading) = if matches!(page, Ok(Some(_))) { Reading::At(pages) } else { Reading::Over };
            page
        });
        Ok(page.await?.map(FfiTransactionsPage::from))
    }

    /// Reads no further.
    ///
    /// # Errors
    /// Never; it returns a `Result` as every export does.
    pub fn stop(&self) -> Result<(), FfiError> {
        *lock(&self.reading) = Reading::Over;
        Ok(())
    }
}

fn lock(reading: &Mutex<Reading>) -> MutexGuard<'_, Reading> {
    reading.lock().unwrap_or_else(PoisonError::into_inner)
}
