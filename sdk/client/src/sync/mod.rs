//! Brings every bank's data home, all banks at once.
//!
//! [`plan`] is pure and says which questions to ask a link, for which days. [`SyncRequest::run`] holds every branch: it asks,
//! follows the pages, hands each page to the store, tells how far it is, stops when told to, and never lets one bank hold
//! up another. [`identity`] gives every transaction its name, so that nothing is doubled and nothing is lost when the same
//! days are fetched again. What could not be read, what was cut short and what failed is all in the [`SyncReport`].

pub mod identity;
mod journal;
mod link_run;
mod lists;
pub(crate) mod pages;
pub mod plan;
mod progress;
mod report;
mod runner;
#[cfg(test)]
pub(crate) mod scripted;
mod stop;
#[cfg(test)]
mod tests;
mod window_run;

use async_trait::async_trait;

pub use progress::{Progress, Stage};
pub use report::{Cut, LinkOutcome, LinkReport, SkippedRow, SyncReport};
pub use runner::{Limits, SyncRequest};
pub(crate) use stop::Stop;

use crate::error::Error;
use crate::link::Link;
use crate::standards::{HttpAsk, HttpReply, Standard};

/// Carries a request to a link's bank with that link's token, and brings the reply back.
///
/// Proofs, token refresh, retries, time and size limits are its business; statuses are not: any reply the bank gave comes
/// back as a reply.
#[async_trait]
pub trait Ask: Send + Sync + 'static {
    /// Sends a request.
    ///
    /// # Errors
    /// When no reply could be had, or the link has ended.
    async fn send(&self, link: &Link, ask: HttpAsk) -> Result<HttpReply, Error>;

    /// The standard that a link's bank speaks.
    ///
    /// # Errors
    /// When the bank is not in the directory any more.
    fn standard(&self, link: &Link) -> Result<std::sync::Arc<dyn Standard>, Error>;
}
