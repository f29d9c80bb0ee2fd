//! One connection: handshake, protocol, limits.

use std::sync::Arc;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::Watcher;
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::Patience;

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
}

pub(super) async fn serve_plain(
    stream: TcpStream,
    app: Router,
    patience: Patience,
    watcher: Watcher,
) -> Result<(), ConnectionError> {
    // Without ALPN there is nothing to choose, and guessing from the first bytes would wait for them without limit.
    serve(stream, app, builder(patience).http1_only(), watcher).await
}

pub(super) async fn serve_tls(
    stream: TcpStream,
    app: Router,
    config: Arc<ServerConfig>,
    patience: Patience,
    watcher: Watcher,
) -> Result<(), ConnectionError> {
    let handshake = tokio::time::timeout(patience.handshake, TlsAcceptor::from(config).accept(stream));
    let stream = handshake.await.map_err(|_| ConnectionError::HandshakeTooSlow)?.map_err(ConnectionError::Handshake)?;
    let is_h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
    let builder = if is_h2 { builder(patience).http2_only() } else { builder(patience).http1_only() };
    serve(stream, app, builder, watcher).await
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    app: Router,
    builder: Builder<TokioExecutor>,
    watcher: Watcher,
) -> Result<(), ConnectionError> {
    let service = TowerToHyperService::new(app);
    let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
    watcher.watch(connection).await.map_err(ConnectionError::Http)
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
