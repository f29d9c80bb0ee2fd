//! The data side of the handle: bring everything home, and look at it.

use std::sync::Arc;

use moa_kernel::AccountId;

use super::Moa;
use crate::error::{Error, ErrorKind};
use crate::link::Link;
use crate::overview::{Overview, Trend, gather, read_trends};
use crate::sync::{Ask, SyncRequest};
use crate::transactions::Transactions;

impl Moa {
    /// What carries a standard's request to a link's bank: for questions the SDK has no method for.
    #[must_use]
    pub fn asking(&self) -> Arc<dyn Ask> {
        Arc::clone(&self.inner) as Arc<dyn Ask>
    }

    /// Begins to bring every bank's data home; nothing is asked before [`SyncRequest::run`].
    #[must_use]
    pub fn sync(&self) -> SyncRequest {
        SyncRequest::new(Arc::clone(&self.inner.store), self.asking(), Arc::clone(&self.inner.shared.tools.clock))
    }

    /// The transactions of one account straight from its bank, as a stream; the store has no part in it.
    #[must_use]
    pub fn transactions(&self, link: &Link, account: &AccountId) -> Transactions {
        let clock = Arc::clone(&self.inner.shared.tools.clock);
        Transactions::new(self.asking(), clock, link.clone(), account.clone())
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
    /// How the totals of an overview came to be over the last days: of every total whose past is known exactly.
    ///
    /// # Errors
    /// When the store fails, or a sum is larger than an amount can be.
    pub async fn trends(&self, overview: &Overview) -> Result<Vec<Trend>, Error> {
        Ok(read_trends(&*self.inner.store, overview, self.now()).await?)
    }
}
