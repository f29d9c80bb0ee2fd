//! One customer's way to their bank and back.

use std::sync::Arc;
use std::time::SystemTime;

use moa_sdk::authorise::{Flow, Recogniser, Redirect};
use moa_sdk::{Error, ErrorKind};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use crate::cancel::Cancel;
use crate::door::{self, Door};
use crate::planted::Living;
use crate::{FfiCancelToken, FfiError, FfiLink};

/// An approval under way: open its address in the customer's own browser, then wait for them, or bring what came back.
///
/// It can be completed once, by the bank's own answer: one from elsewhere is refused and changes nothing. What is given up, or
/// comes to nothing, is taken back at the bank.
#[derive(uniffi::Object)]
pub struct FfiApproval {
    door: Arc<Door>,
    flow: Arc<Mutex<Option<Flow>>>,
    recogniser: Recogniser,
    stop_waiting: CancellationToken,
    given_up: CancellationToken,
    url: String,
    expires_at: SystemTime,
    _living: Living,
}

impl FfiApproval {
    pub(crate) fn new(door: Arc<Door>, flow: Flow) -> Self {
        Self {
            door,
            url: flow.url().to_string(),
            expires_at: flow.expires_at().into(),
            recogniser: flow.recogniser(),
            stop_waiting: flow.canceller(),
            given_up: CancellationToken::new(),
            flow: Arc::new(Mutex::new(Some(flow))),
            _living: Living::begin(),
        }
    }

    /// What to say to somebody who comes after the flow has gone.
    fn gone(given_up: &CancellationToken) -> Error {
        Error::new(if given_up.is_cancelled() { ErrorKind::Cancelled } else { ErrorKind::Misconfigured })
    }
}

#[uniffi::export]
impl FfiApproval {
    /// The address to open in the customer's own browser, never in a web view of the app.
    ///
    /// # Errors
    /// Never; it returns a `Result` as every export does.
    pub fn url(&self) -> Result<String, FfiError> {
        Ok(self.url.clone())
    }

    /// When the customer has taken too long.
    ///
    /// # Errors
    /// Never; it returns a `Result` as every export does.
    pub fn expires_at(&self) -> Result<SystemTime, FfiError> {
        Ok(self.expires_at)
    }

    /// Waits on this device for the browser to come back, then completes. Cancelling ends the waiting; once the browser is
    /// back, the link is made even if nobody waits for it.
    ///
    /// # Errors
    /// When the customer denies or takes too long, comes back to the app's own address and not here, and whatever completing
    /// can meet.
    pub async fn finish(&self, cancel: Option<Arc<FfiCancelToken>>) -> Result<FfiLink, FfiError> {
        let cancel = Cancel::from(cancel);
        let (flow, given_up) = (Arc::clone(&self.flow), self.given_up.clone());
        let back = door::run(cancel.clone(), Some(self.door.closing()), async move {
            flow.lock().await.as_mut().ok_or_else(|| Self::gone(&given_up))?.listen().await
        });
        let redirect = back.await?;
        self.complete_with(redirect, cancel).await
    }

    /// Completes with the whole address the browser was sent to, for apps that catch it themselves.
    ///
    /// # Errors
    /// When the address does not belong to this attempt, when the customer denied, and those of the network and the store.
    pub async fn complete(&self, redirect: String, cancel: Option<Arc<FfiCancelToken>>) -> Result<FfiLink, FfiError> {
        let redirect = Redirect::from_url(&redirect).map_err(|error| FfiError::from(Error::from(error)))?;
        self.complete_with(redirect, cancel.into()).await
    }

    /// Gives up: nobody waits any more, and the bank is told that the consent is not wanted.
    ///
    /// # Errors
    /// Never for the bank's silence: the consent then lapses there.
    pub async fn give_up(&self) -> Result<(), FfiError> {
        self.given_up.cancel();
        self.stop_waiting.cancel();
        let flow = Arc::clone(&self.flow);
        let told = self.door.run_to_end(Cancel::default(), async move {
            if let Some(flow) = flow.lock().await.take() {
                flow.cancel().await;
            }
            Ok(())
        });
        told.await
    }
}

impl FfiApproval {
    async fn complete_with(&self, redirect: Redirect, cancel: Cancel) -> Result<FfiLink, FfiError> {
        let (flow, given_up, moa) = (Arc::clone(&self.flow), self.given_up.clone(), self.door.moa()?);
        // Any page can call the app with something: what is not this bank's answer leaves the way open for it.
        self.recogniser.recognise(&redirect)?;
        // Somebody may still be waiting for the browser; it will not come there any more.
        self.stop_waiting.cancel();
        let kept = self.door.run_to_end(cancel, async move {
            let flow = flow.lock().await.take().ok_or_else(|| Self::gone(&given_up))?;
            let link = flow.complete(redirect).await?;
            Ok(FfiLink::at(&link, moa.now()))
        });
        kept.await
    }
}
