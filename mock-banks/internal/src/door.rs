//! The door of an internal server: its own accept loop, with limits, for one kind of guest.
//!
//! A guest has shown the certificate the door demands before its [`Host`] hears of it. So many connections are open at once
//! and no more; a handshake has a deadline; closing the door tells every host and waits a short grace.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use moa_kernel::Clock;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, warn};

use crate::identity::{Component, Identity, IdentityError};

/// Connections open at once. Processing keeps a few.
const CONNECTIONS_MAX: usize = 128;
/// A handshake that takes longer is somebody holding a place.
const HANDSHAKE_TIME_MAX: Duration = Duration::from_secs(5);
/// How long hosts may take to finish after the door was closed.
const GRACE: Duration = Duration::from_secs(2);

/// A connection from the component that was expected.
pub type Guest = tokio_rustls::server::TlsStream<TcpStream>;

/// Serves one kind of guest.
#[async_trait]
pub trait Host: Send + Sync + 'static {
    /// Serves a guest until it leaves, or until `closing` says that the door closes: then it finishes what is under way.
    async fn serve(&self, guest: Guest, closing: CancellationToken);
}

/// An open door. Dropping it closes it without waiting.
#[derive(Debug)]
pub struct Door {
    address: SocketAddr,
    closing: CancellationToken,
    task: JoinHandle<()>,
}

impl Door {
    /// Opens a door on a listener, for the processing of the identity's own bank.
    ///
    /// # Errors
    /// When the identity cannot be used, or the listener has no address.
    pub fn open(
        listener: TcpListener,
        identity: &Identity,
        clock: Arc<dyn Clock>,
        host: Arc<dyn Host>,
    ) -> Result<Self, IdentityError> {
        let acceptor = TlsAcceptor::from(identity.admitting(Component::Processing, clock)?);
        let address = listener.local_addr().map_err(|error| IdentityError::Configure(error.into()))?;
        let closing = CancellationToken::new();
        let task = tokio::spawn(accept(listener, acceptor, host, closing.clone()));
        Ok(Self { address, closing, task })
    }

    /// Where it is.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Closes it: nobody new, a short grace for what is under way.
    pub async fn close(&mut self) {
        self.closing.cancel();
        if let Err(error) = (&mut self.task).await {
            warn!(%error, "an internal server did not stop in order");
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.closing.cancel();
    }
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, host: Arc<dyn Host>, closing: CancellationToken) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let guests = TaskTracker::new();
    loop {
        // A place first, then a connection: who comes too many waits in the system's queue and costs us nothing.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let stream = tokio::select! {
            () = closing.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Running out of file handles must not turn the loop into a busy one.
                    warn!(%error, "an internal connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        let (acceptor, host, closing) = (acceptor.clone(), Arc::clone(&host), closing.clone());
        guests.spawn(async move {
            if let Some(guest) = let_in(stream, &acceptor).await {
                host.serve(guest, closing).await;
            }
            drop(place);
        });
    }
    drop(listener);
    guests.close();
    if tokio::time::timeout(GRACE, guests.wait()).await.is_err() {
        warn!("an internal server closed before everything was answered");
    }
}

/// A rogue component ends here, and reads nothing that would tell it why.
async fn let_in(stream: TcpStream, acceptor: &TlsAcceptor) -> Option<Guest> {
    let _ = stream.set_nodelay(true);
    match tokio::time::timeout(HANDSHAKE_TIME_MAX, acceptor.accept(stream)).await {
        Ok(Ok(guest)) => Some(guest),
        Ok(Err(error)) => {
            warn!(%error, "somebody who is not the expected component was sent away");
            None
        }
        Err(_) => {
            debug!("an internal handshake took too long");
            None
        }
    }
}
