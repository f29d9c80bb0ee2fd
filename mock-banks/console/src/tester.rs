//! Who verifies an API before it goes live: the testbed, or in tests of this room somebody who says what they are told.

use std::sync::Arc;

use async_trait::async_trait;
use moa_bank_registry::ApiDefinition;
use moa_bank_testbed::{Override, Progress, Report, Testbed};
use tokio_util::sync::CancellationToken;

/// How far a verification is, as it is kept and shown: in words and numbers of the admin API. The testbed's own
/// [`Progress`] names one of its checks, which whoever stands in for the testbed has none of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// Checks that are done.
    pub done: u32,
    /// Checks there are.
    pub total: u32,
    /// What is being checked, as a sentence.
    pub current: String,
}

/// Who verifies an API.
#[async_trait]
pub trait Tester: Send + Sync {
    /// Verifies a definition against the published version of the same major, if there is one. Nothing, when it was
    /// cancelled.
    async fn verify(
        &self,
        candidate: Arc<ApiDefinition>,
        published: Option<Arc<ApiDefinition>>,
        overrides: Vec<Override>,
        progress: Arc<dyn Fn(Step) + Send + Sync>,
        cancel: CancellationToken,
    ) -> Option<Report>;
}

#[async_trait]
impl Tester for Testbed {
    async fn verify(
        &self,
        candidate: Arc<ApiDefinition>,
        published: Option<Arc<ApiDefinition>>,
        overrides: Vec<Override>,
        progress: Arc<dyn Fn(Step) + Send + Sync>,
        cancel: CancellationToken,
    ) -> Option<Report> {
        let tell = |at: Progress| {
            let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            progress(Step { done: count(at.done), total: count(at.of), current: at.check.sentence.to_owned() });
        };
        let report = Self::verify(self, candidate, published, overrides, tell, &cancel).await;
        (!cancel.is_cancelled()).then_some(report)
    }
}
