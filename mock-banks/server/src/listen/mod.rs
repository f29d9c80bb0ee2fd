//! The servers' own accept loop.
//!
//! Written by hand for its limits: a connection that is silent, or sends its headers a byte at a time, is closed; so many
//! connections are open at once and no more; a handshake has a deadline. [`Listening`] holds one running server and ends
//! it gracefully: requests in flight are finished, new ones find the door closed.

mod connection;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::server::graceful::GracefulShutdown;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

/// Connections open at once, per server.
const CONNECTIONS_MAX: usize = 512;
/// How long requests in flight may take to finish after the server was told to stop.
const GRACE: Duration = Duration::from_secs(5);

/// One server that is running.
#[derive(Debug)]
pub(crate) struct Listening {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Listening {
    /// Serves an app on a bound listener, over TLS where there is a configuration for it.
    pub(crate) fn start(listener: TcpListener, app: Router, tls: Option<Arc<ServerConfig>>) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(accept(listener, app, tls, stop.clone()));
        Self { stop, task }
    }

    /// Stops: no new connections, a short grace for what is in flight.
    pub(crate) async fn stop(&mut self) {
        self.stop.cancel();
        if let Err(error) = (&mut self.task).await {
            warn!(%error, "a server did not stop in order");
        }
    }
}

impl Drop for Listening {
    /// Without waiting: whoever drops a server does not care for what it was doing.
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn accept(listener: TcpListener, app: Router, tls: Option<Arc<ServerConfig>>, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    loop {
        // A place first, then a connection: who comes too many waits in the system's queue and costs us nothing.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let (stream, peer) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(connection) => connection,
                Err(error) => {
                    pause_after(&error).await;
                    continue;
                }
            },
        };
        let connection = serve(stream, peer, app.clone(), tls.clone(), graceful.watcher());
        tokio::spawn(async move {
            connection.await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        debug!("some requests did not finish in time");
    }
}

async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    app: Router,
    tls: Option<Arc<ServerConfig>>,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let outcome = match tls {
        Some(config) => connection::serve_tls(stream, app, config, watcher).await,
        None => connection::serve_plain(stream, app, watcher).await,
    };
    if let Err(error) = outcome {
        debug!(%peer, %error, "a connection ended early");
    }
}

/// Running out of file handles must not turn the loop into a busy one.
async fn pause_after(error: &std::io::Error) {
    warn!(%error, "a connection could not be accepted");
    tokio::time::sleep(Duration::from_millis(50)).await;
}
