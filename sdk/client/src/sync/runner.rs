//! A sync, from the call to the report.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use moa_kernel::{Clock, LinkId};
use tokio_util::sync::CancellationToken;

use super::link_run::LinkRun;
use super::{Ask, LinkReport, Progress, SyncReport};
use crate::error::{Error, ErrorKind};
use crate::link::Link;
use crate::standards::DataKind;
use crate::store::Store;

/// How much of one bank's answers is read. Far above what honest banks send, far below what would hurt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pages of one answer.
    pub pages_per_answer: u32,
    /// Rows of one answer.
    pub rows_per_answer: usize,
    /// Accounts of one link.
    pub accounts_per_link: usize,
    /// How long one link may take.
    pub time_per_link: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pages_per_answer: 20_000,
            rows_per_answer: 500_000,
            accounts_per_link: 200,
            time_per_link: Duration::from_secs(30 * 60),
        }
    }
}

/// Is told what a sync is doing. It must return at once.
pub(super) type Listener = Arc<dyn Fn(Progress) + Send + Sync>;

/// A sync to be run: every link, unless told otherwise.
#[derive(Clone)]
pub struct SyncRequest {
    store: Arc<dyn Store>,
    ask: Arc<dyn Ask>,
    clock: Arc<dyn Clock>,
    only: Option<LinkId>,
    data: BTreeSet<DataKind>,
    listener: Listener,
    cancel: CancellationToken,
    limits: Limits,
}

impl SyncRequest {
    /// A sync of every link.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, ask: Arc<dyn Ask>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            ask,
            clock,
            only: None,
            data: DataKind::ALL.into(),
            listener: Arc::new(|_| {}),
            cancel: CancellationToken::new(),
            limits: Limits::default(),
        }
    }

    /// Only this link.
    #[must_use]
    pub fn only(mut self, link: &LinkId) -> Self {
        self.only = Some(link.clone());
        self
    }

    /// Only these kinds of data. Accounts are always read.
    #[must_use]
    pub fn only_data(mut self, data: impl IntoIterator<Item = DataKind>) -> Self {
        self.data = data.into_iter().collect();
        self
    }

    /// Tells how far each bank is, as it happens. The listener must return at once.
    #[must_use]
    pub fn on_progress(mut self, listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.listener = Arc::new(listener);
        self
    }

    /// Stops when the token is cancelled. What was read until then stays, and the report says where it stopped.
    #[must_use]
    pub fn cancel_with(mut self, cancel: CancellationToken) -> Self {
        self.cancel = cancel;
        self
    }

    /// With other limits.
    #[must_use]
    pub const fn limited_to(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Runs it: all links at once, each on its own. A bank that fails is a line of the report, not an error.
    ///
    /// # Errors
    /// When the store cannot say which links there are, or has no such link.
    pub async fn run(self) -> Result<SyncReport, Error> {
        let started_at = self.clock.now();
        let mut links = self.store.list_links().await?;
        if let Some(only) = &self.only {
            links.retain(|link| link.id == *only);
            if links.is_empty() {
                return Err(Error::new(ErrorKind::UnknownLink));
            }
        }
        let reports = join_all(links.into_iter().map(|link| self.run_link(link))).await;
        Ok(SyncReport { started_at, finished_at: self.clock.now(), links: reports })
    }

    async fn run_link(&self, link: Link) -> LinkReport {
        LinkRun::new(self, link).run().await
    }

    pub(super) fn parts(&self) -> Parts<'_> {
        Parts {
            store: &self.store,
            ask: &self.ask,
            clock: &self.clock,
            data: &self.data,
            listener: &self.listener,
            cancel: &self.cancel,
            limits: self.limits,
        }
    }
}

/// What one link's run needs of the request.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) store: &'a Arc<dyn Store>,
    pub(super) ask: &'a Arc<dyn Ask>,
    pub(super) clock: &'a Arc<dyn Clock>,
    pub(super) data: &'a BTreeSet<DataKind>,
    pub(super) listener: &'a Listener,
    pub(super) cancel: &'a CancellationToken,
    pub(super) limits: Limits,
}
