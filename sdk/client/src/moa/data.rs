//! The data side of the handle: bring everything home, and look at it.

use std::sync::Arc;

use super::Moa;
use crate::error::{Error, ErrorKind};
use crate::overview::{Overview, gather};
use crate::sync::{Ask, SyncRequest};

impl Moa {
    /// Begins to bring every bank's data home; nothing is asked before [`SyncRequest::run`].
    #[must_use]
    pub fn sync(&self) -> SyncRequest {
        let ask = Arc::clone(&self.inner) as Arc<dyn Ask>;
        SyncRequest::new(Arc::clone(&self.inner.store), ask, Arc::clone(&self.inner.home.tools.clock))
    }

    /// One view of everything the store has. No bank is asked.
    ///
    /// # Errors
    /// When the store fails, or a sum is larger than an amount can be.
    pub async fn overview(&self) -> Result<Overview, Error> {
        let store = &self.inner.store;
        let (links, accounts) = (store.list_links().await?, store.list_accounts().await?);
        let (balances, syncs) = (store.list_balances().await?, store.list_syncs().await?);
        gather(links, accounts, balances, &syncs).map_err(|error| Error::new(ErrorKind::Unreadable).caused_by(error))
    }
}
