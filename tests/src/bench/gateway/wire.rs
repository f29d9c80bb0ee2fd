//! The same over HTTP: the bank's server on one thread, and on another a few connections that ask without a pause. Each
//! thread keeps to a core of its own, with whatever threads it starts: a server of files has some that wait for the disk.
//! So a line says what one core serves.
//!
//! A server of files is measured the same way. What HTTP costs is then in every line, and the ratio is what an app notices.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::get;
use axum::serve::ListenerExt as _;
use http::Request;
use http::header::HOST;
use http_body_util::BodyExt as _;
use hyper_util::rt::TokioIo;
use moa_bank_processing::codec::uk;
use moa_bank_processing::port::Journal;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::Instant;
use tower_http::services::ServeDir;

use super::ROUNDS;
use super::lines::Lines;
use super::stage::{Before, REQUESTS, Stage};

/// Enough that the server is never without a request.
const CONNECTIONS: usize = 4;

pub(super) async fn measure(
    stage: &Stage,
    what: &str,
    path: &str,
    operation: uk::Operation,
    bytes: Vec<u8>,
) -> Result<Lines> {
    let mut table = Lines::new(&format!("{what}, over HTTP"), bytes.len());
    let files = Files::of(&bytes).await?;
    let proved = || (0..REQUESTS).map(|_| stage.request(path)).collect::<Result<_>>();
    for _ in 0..ROUNDS {
        let (whole, times) = ask(files.router(), files.requests()?).await?;
        table.note_all("the same bytes from a file", whole, times);
        let (whole, times) = ask(unchecked(stage, path, operation)?, files.requests()?).await?;
        table.note_all("the handler alone, no checks", whole, times);
        for (what, before) in [
            ("all checks, token and consent known", Before::Nothing),
            ("all checks, token and consent looked up", Before::Forgetting),
        ] {
            let (whole, times) = ask(stage.router(before)?, proved()?).await?;
            table.note_all(what, whole, times);
        }
    }
    Ok(table)
}

/// A server of one file, to measure others by.
pub(super) struct Files(tempfile::TempDir);

impl Files {
    pub(super) async fn of(bytes: &[u8]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        tokio::fs::write(folder.path().join("page.json"), bytes).await?;
        Ok(Self(folder))
    }

    pub(super) fn router(&self) -> Router {
        Router::new().fallback_service(ServeDir::new(self.0.path()))
    }

    pub(super) fn requests(&self) -> Result<Vec<Request<Body>>> {
        (0..REQUESTS).map(|_| Ok(Request::builder().uri("/page.json").body(Body::empty())?)).collect()
    }
}

/// The handler with HTTP around it and no checks.
fn unchecked(stage: &Stage, path: &str, operation: uk::Operation) -> Result<Router> {
    let (processor, asked) = (stage.processor.clone(), Arc::new(stage.call(path, operation)?));
    Ok(Router::new().fallback(get(move || {
        let (processor, asked) = (processor.clone(), Arc::clone(&asked));
        async move {
            let (entitled, call) = &*asked;
            Bytes::from(processor.answer(entitled, call, &Journal::new()).await.body.unwrap_or_default())
        }
    })))
}

/// Asks a server everything, and tells how long it took, all and each.
pub(super) async fn ask(router: Router, requests: Vec<Request<Body>>) -> Result<(Duration, Vec<Duration>)> {
    let (address, stop) = serve(router)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let callers = std::thread::spawn(move || {
        keep_to(1);
        runtime.block_on(ask_all(address, requests))
    });
    let asked = tokio::task::spawn_blocking(move || callers.join()).await?;
    drop(stop);
    asked.map_err(|_| anyhow!("the callers panicked"))?
}

/// Keeps this thread, and all that it starts, to one core. Where that cannot be had, the figures are less steady.
fn keep_to(core: usize) {
    #[cfg(target_os = "linux")]
    {
        let mut only = rustix::thread::CpuSet::new();
        only.set(core);
        if let Err(error) = rustix::thread::sched_setaffinity(None, &only) {
            eprintln!("  (core {core} cannot be had for one thread alone: {error})");
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = core;
}

async fn ask_all(address: SocketAddr, requests: Vec<Request<Body>>) -> Result<(Duration, Vec<Duration>)> {
    let mut shares: Vec<Vec<Request<Body>>> = (0..CONNECTIONS).map(|_| Vec::new()).collect();
    for (n, request) in requests.into_iter().enumerate() {
        shares.get_mut(n % CONNECTIONS).context("no such share")?.push(request);
    }
    let started = Instant::now();
    let callers: Vec<_> = shares.into_iter().map(|share| tokio::spawn(call(address, share))).collect();
    let mut times = Vec::with_capacity(REQUESTS);
    for caller in callers {
        times.extend(caller.await??);
    }
    Ok((started.elapsed(), times))
}

/// A server on a thread of its own, until the sender is dropped.
fn serve(router: Router) -> Result<(SocketAddr, oneshot::Sender<()>)> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        keep_to(0);
        runtime.block_on(async {
            let listener = TcpListener::from_std(listener)?.tap_io(|stream| drop(stream.set_nodelay(true)));
            let over = async { drop(stopped.await) };
            axum::serve(listener, router).with_graceful_shutdown(over).await
        })
    });
    Ok((address, stop))
}

async fn call(address: SocketAddr, requests: Vec<Request<Body>>) -> Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(requests.len());
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    for mut request in requests {
        request.headers_mut().insert(HOST, http::HeaderValue::from_static("127.0.0.1"));
        let started = Instant::now();
        let response = sender.send_request(request).await?;
        ensure!(response.status().is_success(), "{}", response.status());
        response.into_body().collect().await?;
        times.push(started.elapsed());
    }
    drop(sender);
    connection.await??;
    Ok(times)
}
