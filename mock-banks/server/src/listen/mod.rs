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
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

/// Connections open at once, per server.
const CONNECTIONS_MAX: usize = 512;
/// How patient a server is with whoever keeps it waiting.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// A handshake that takes longer is somebody holding a place.
    pub(crate) handshake: Duration,
    /// How long the headers of a request may take; an idle connection is closed after it too.
    pub(crate) headers: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { handshake: Duration::from_secs(10), headers: Duration::from_secs(30) }
    }
}

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
        Self::start_with(listener, App { router: app, tls, patience: Patience::default() })
    }

    fn start_with(listener: TcpListener, app: App) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(accept(listener, app, stop.clone()));
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

/// What is served, and how.
#[derive(Clone)]
struct App {
    router: Router,
    tls: Option<Arc<ServerConfig>>,
    patience: Patience,
}

async fn accept(listener: TcpListener, app: App, stop: CancellationToken) {
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
        let connection = serve(stream, peer, app.clone(), graceful.watcher());
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

async fn serve(stream: TcpStream, peer: SocketAddr, app: App, watcher: Watcher) {
    let outcome = match app.tls {
        Some(config) => connection::serve_tls(stream, app.router, config, app.patience, watcher).await,
        None => connection::serve_plain(stream, app.router, app.patience, watcher).await,
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

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    async fn impatient() -> (Listening, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let patience = Patience { handshake: Duration::from_millis(100), headers: Duration::from_millis(100) };
        let router = Router::new().route("/", axum::routing::get(|| async { "here" }));
        (Listening::start_with(listener, App { router, tls: None, patience }), address)
    }

    async fn answer_to(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn a_request_is_answered_and_whoever_keeps_silent_is_sent_away() {
        let (mut server, address) = impatient().await;
        let whole = answer_to(address, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
        assert!(whole.starts_with("HTTP/1.1 200") && whole.ends_with("here"), "{whole}");
        // Reading to the end returns only because the server hangs up.
        for unfinished in ["", "GET", "GET / HTTP/1.1\r\nhost: x\r\nslow"] {
            let answer = answer_to(address, unfinished).await;
            assert!(!answer.contains("here"), "{unfinished:?}: {answer}");
        }
        server.stop().await;
    }

    #[tokio::test]
    async fn more_headers_than_anybody_needs_are_refused() {
        let (_server, address) = impatient().await;
        let many: String = (0..200).map(|n| format!("x-{n}: y\r\n")).collect();
        let answer = answer_to(address, &format!("GET / HTTP/1.1\r\nhost: x\r\n{many}\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    }

    #[tokio::test]
    async fn a_server_that_was_stopped_takes_no_more() {
        let (mut server, address) = impatient().await;
        server.stop().await;
        assert!(TcpStream::connect(address).await.is_err());
    }
}
