//! One connection: handshake, protocol, limits, and its end.
//!
//! Whatever is asked on it carries the peer's address, which the layers above count by. A connection ends when the server
//! stops or when it is old, both gracefully: no new requests, a grace for those under way.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::Layer as _;

use super::Patience;
use super::stall::Unstalled;

/// All headers of a request together.
const HEADER_BYTES_MAX: usize = 64 * 1024;
/// How many headers a request has at most.
const HEADERS_COUNT_MAX: usize = 100;

/// Why a connection ended early.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConnectionError {
    #[error("the handshake took too long")]
    HandshakeTooSlow,
    #[error("the handshake failed: {0}")]
    Handshake(#[source] std::io::Error),
    #[error("{0}")]
    Http(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("a request did not finish in its grace")]
    GraceIsOver,
}

/// What serves one connection.
pub(super) struct Serving {
    pub(super) peer: SocketAddr,
    pub(super) app: Router,
    pub(super) patience: Patience,
    /// The server stops.
    pub(super) stop: CancellationToken,
}

pub(super) async fn serve_plain(stream: TcpStream, serving: Serving) -> Result<(), ConnectionError> {
    // Without ALPN there is nothing to choose, and guessing from the first bytes would wait for them without limit.
    let builder = builder(serving.patience).http1_only();
    serve(stream, serving, builder).await
}

pub(super) async fn serve_tls(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    serving: Serving,
) -> Result<(), ConnectionError> {
    let patience = serving.patience;
    let handshake = tokio::time::timeout(patience.handshake, TlsAcceptor::from(config).accept(stream));
    let stream = handshake.await.map_err(|_| ConnectionError::HandshakeTooSlow)?.map_err(ConnectionError::Handshake)?;
    let is_h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
    let builder = if is_h2 { builder(patience).http2_only() } else { builder(patience).http1_only() };
    serve(stream, serving, builder).await
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    serving: Serving,
    builder: Builder<TokioExecutor>,
) -> Result<(), ConnectionError> {
    let Serving { peer, app, patience, stop } = serving;
    let service = TowerToHyperService::new(Extension(ConnectInfo(peer)).layer(app));
    let stream = Unstalled::new(stream, patience.write);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let grace = tokio::select! {
        ended = connection.as_mut() => return ended.map_err(ConnectionError::Http),
        () = stop.cancelled() => super::GRACE,
        () = tokio::time::sleep(patience.age) => patience.last_request,
    };
    connection.as_mut().graceful_shutdown();
    match tokio::time::timeout(grace, connection).await {
        Ok(ended) => ended.map_err(ConnectionError::Http),
        Err(_) => Err(ConnectionError::GraceIsOver),
    }
}

fn builder(patience: Patience) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.headers)
        .max_headers(HEADERS_COUNT_MAX)
        .max_buf_size(HEADER_BYTES_MAX);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(patience.headers)
        .keep_alive_timeout(patience.handshake)
        .max_concurrent_streams(64)
        .max_header_list_size(HEADER_BYTES_MAX as u32);
    builder
}
