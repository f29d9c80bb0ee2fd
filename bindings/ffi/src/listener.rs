//! The host's ear for a sync.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use moa_sdk::sync::Progress;

use crate::FfiSyncProgress;

/// The host's listener did not take what it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum FfiListenerError {
    /// It threw.
    #[error("the listener failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for FfiListenerError {
    fn from(_error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Is told how far each bank is. It must return at once: the bank's reading waits for it.
#[uniffi::export(with_foreign)]
pub trait FfiSyncListener: Send + Sync {
    /// Where one bank is now.
    fn progressed(&self, progress: FfiSyncProgress) -> Result<(), FfiListenerError>;
}

/// The listener as the SDK sees it. One that throws is not told any more; what is read is not its business.
pub(crate) fn heard_by(listener: Arc<dyn FfiSyncListener>) -> impl Fn(Progress) + Send + Sync + 'static {
    let deaf = AtomicBool::new(false);
    move |progress| {
        if !deaf.load(Ordering::Relaxed) && listener.progressed(progress.into()).is_err() {
            deaf.store(true, Ordering::Relaxed);
            tracing::warn!("a sync listener threw and is not told any more");
        }
    }
}
