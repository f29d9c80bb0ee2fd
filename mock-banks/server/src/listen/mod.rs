//! The servers' own accept loop.
//!
//! Written by hand for its limits: a connection that is silent, or sends its headers a byte at a time, is closed; so many
//! connections are open at once and no more, in all and from one peer; a handshake has a deadline; an answer nobody reads is
//! given up; a connection that is old is ended, whatever keeps it alive. [`Listening`] holds one running server and ends
//! it gracefully: requests in flight are finished, new ones find the door closed.

mod connection;
mod peers;
mod stall;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, warn};

use connection::Serving;
use peers::Peers;

/// Connections open at once, per server.
const CONNECTIONS_MAX: usize = 512;
/// Of these from one peer. Half, because on a loopback interface everybody is one peer.
const CONNECTIONS_PER_PEER_MAX: usize = 256;

/// How patient a server is with whoever keeps it waiting.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// A handshake that takes longer is somebody holding a place.
    pub(crate) handshake: Duration,
    /// How long the headers of a request may take; an idle connection is closed after it too.
    pub(crate) headers: Duration,
    /// How long an answer may wait for somebody to read on.
    pub(crate) write: Duration,
    /// How old a connection may become. Apps open another without noticing.
    pub(crate) age: Duration,
    /// How long a request under way may take when its connection has become too old.
    pub(crate) last_request: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(10),
            headers: Duration::from_secs(30),
            write: Duration::from_secs(30),
            age: Duration::from_secs(300),
            last_request: Duration::from_secs(60),
        }
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
        Self::start_with(
            listener,
            App { router: app, tls, patience: Patience::default(), per_peer: CONNECTIONS_PER_PEER_MAX },
        )
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
    per_peer: usize,
}

async fn accept(listener: TcpListener, app: App, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let peers = Peers::new(app.per_peer);
    let connections = TaskTracker::new();
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
        let Some(peer_place) = peers.admit(peer.ip()) else {
            debug!(%peer, "a peer has too many connections");
            continue;
        };
        let connection = serve(stream, peer, app.clone(), stop.clone());
        connections.spawn(async move {
            connection.await;
            drop((place, peer_place));
        });
    }
    drop(listener);
    connections.close();
    // Each connection ends by itself within the grace.
    connections.wait().await;
}

async fn serve(stream: TcpStream, peer: SocketAddr, app: App, stop: CancellationToken) {
    // The last part of an answer must not wait until the first has been acknowledged. Without it the answer is only later.
    if let Err(error) = stream.set_nodelay(true) {
        debug!(%peer, %error, "a connection will be slow");
    }
    let serving = Serving { peer, app: app.router, patience: app.patience, stop };
    let outcome = match app.tls {
        Some(config) => connection::serve_tls(stream, config, serving).await,
        None => connection::serve_plain(stream, serving).await,
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
    use axum::extract::ConnectInfo;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    async fn impatient() -> (Listening, SocketAddr) {
        let short = Duration::from_millis(100);
        start(Patience { handshake: short, headers: short, ..Patience::default() }, 8).await
    }

    async fn start(patience: Patience, per_peer: usize) -> (Listening, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let caller = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() };
        let router = Router::new()
            .route("/", axum::routing::get(|| async { "here" }))
            .route("/caller", axum::routing::get(caller));
        (Listening::start_with(listener, App { router, tls: None, patience, per_peer }), address)
    }

    #[tokio::test]
    async fn the_app_learns_who_calls() {
        let (_server, address) = impatient().await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let own = stream.local_addr().unwrap().to_string();
        stream.write_all(b"GET /caller HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.ends_with(&own), "{own} is not in {answer}");
    }

    #[tokio::test]
    async fn a_busy_connection_ends_all_the_same_when_it_is_old() {
        let patience = Patience { age: Duration::from_millis(150), ..Patience::default() };
        let (_server, address) = start(patience, 8).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let mut answers = 0;
        let mut read = vec![0; 1024];
        // Without an age this goes on for ever; the number only keeps a failing test from doing so.
        while answers < 1_000_000 && stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.is_ok() {
            match stream.read(&mut read).await {
                Ok(bytes) if bytes > 0 => answers += 1,
                _ => break,
            }
        }
        assert!((1..1_000_000).contains(&answers), "{answers}");
    }

    #[tokio::test]
    async fn one_peer_has_only_so_many_connections() {
        let (_server, address) = start(Patience::default(), 2).await;
        let request = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        let mut held = Vec::new();
        for _ in 0..2 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
            assert!(stream.read(&mut [0; 1024]).await.unwrap() > 0, "the connection is taken");
            held.push(stream);
        }
        let mut third = TcpStream::connect(address).await.unwrap();
        let _ = third.write_all(request.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = third.read_to_end(&mut answer).await;
        assert!(answer.is_empty(), "{}", String::from_utf8_lossy(&answer));
        drop(held);
        // The places come back when the server has noticed; that takes no time, but not none.
        for _ in 0..1000 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            let _ = stream.write_all(request.as_bytes()).await;
            answer.clear();
            let _ = stream.read_to_end(&mut answer).await;
            if !answer.is_empty() {
                break;
            }
            tokio::task::yield_now().await;
        }
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
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
