//! A signal to stop, for hosts whose own cancelling does not reach Rust.

use std::sync::Arc;

use tokio_util::sync::{CancellationToken, WaitForCancellationFuture};

use crate::FfiError;
use crate::planted::Living;

/// Stops the calls it is given to. Swift's task cancellation ends at the border, so the Swift package hands one of these to
/// every call and cancels it with the task; Kotlin drops the call instead and does not need one.
#[derive(uniffi::Object)]
pub struct FfiCancelToken {
    token: CancellationToken,
    _living: Living,
}

#[uniffi::export]
impl FfiCancelToken {
    /// A fresh one.
    ///
    /// # Errors
    /// Never; it returns a `Result` as every export does.
    #[uniffi::constructor]
    pub fn new() -> Result<Arc<Self>, FfiError> {
        Ok(Arc::new(Self { token: CancellationToken::new(), _living: Living::begin() }))
    }

    /// Stops every call it was given to, and those it will be given to.
    ///
    /// # Errors
    /// Never; it returns a `Result` as every export does.
    pub fn cancel(&self) -> Result<(), FfiError> {
        self.token.cancel();
        Ok(())
    }
}

/// A token that may be missing: then nobody cancels.
#[derive(Clone, Default)]
pub(crate) struct Cancel(pub(crate) CancellationToken);

impl Cancel {
    pub(crate) fn cancelled(&self) -> WaitForCancellationFuture<'_> {
        self.0.cancelled()
    }

    /// A token that is cancelled with this one and can be cancelled on its own.
    pub(crate) fn child(&self) -> CancellationToken {
        self.0.child_token()
    }
}

impl From<Option<Arc<FfiCancelToken>>> for Cancel {
    fn from(token: Option<Arc<FfiCancelToken>>) -> Self {
        token.map_or_else(Self::default, |token| Self(token.token.clone()))
    }
}
