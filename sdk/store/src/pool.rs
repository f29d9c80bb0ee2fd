//! One connection that writes, a few that read.
//!
//! SQLite's write-ahead log lets readers see the last commit while a transaction is being written. So a read takes any
//! free reading connection and never waits for the writer. The work itself happens on the blocking threads of tokio.

use std::sync::{Arc, Mutex, PoisonError};

use moa_sdk::store::StoreError;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::Semaphore;

use crate::error::InOurWords as _;
use crate::open::Door;

/// So many reads happen at once. A window asks for a list, its months and a total together.
const READERS: usize = 4;

/// The connections of one database.
#[derive(Clone)]
pub(crate) struct Pool(Arc<Shared>);

struct Shared {
    door: Door,
    writer: Mutex<Connection>,
    idle: Mutex<Vec<Connection>>,
    turns: Semaphore,
}

impl Pool {
    /// Opens the database. Blocks.
    pub(crate) fn open(door: Door) -> Result<Self, StoreError> {
        let writer = Mutex::new(door.writer()?);
        Ok(Self(Arc::new(Shared { door, writer, idle: Mutex::default(), turns: Semaphore::new(READERS) })))
    }

    /// Does something in one transaction, which is committed when it succeeds and undone when it does not.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.with_writer(move |writer| {
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate).ours()?;
            let result = work(&transaction)?;
            transaction.commit().ours()?;
            Ok(result)
        })
        .await
    }

    /// Uses the writing connection without a transaction.
    pub(crate) async fn with_writer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let shared = self.0.clone();
        off_the_loop(move || work(&mut shared.writer.lock().unwrap_or_else(PoisonError::into_inner))).await
    }

    /// Reads.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let _turn = self.0.turns.acquire().await.map_err(|_| StoreError::Refused("the store is closed".to_owned()))?;
        let shared = self.0.clone();
        off_the_loop(move || {
            let reader = match shared.idle().pop() {
                Some(reader) => reader,
                None => shared.door.reader()?,
            };
            let result = work(&reader);
            shared.idle().push(reader);
            result
        })
        .await
    }
}

impl Shared {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| StoreError::Refused("the work was interrupted".to_owned()))?
}
