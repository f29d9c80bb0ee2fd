//! Waits on this device for the browser to come back (RFC 8252 §7.3).
//!
//! The listener is bound to `127.0.0.1` and a free port, answers one right caller and closes. Any program on the device can
//! call it, so a wrong caller (another path, another `state`, another `Host`, not a GET, too long, too slow) gets a 400 and
//! the listener goes on waiting: being first is not enough to stop the right one. Callers are served side by side, so one
//! that says nothing holds up nobody, and when there are many of those, the oldest has to go. Where the system gives no more
//! connections, the listener asks again at longer and longer intervals.

mod callers;
mod page;
mod request;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use moa_security::attempt::State;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::time::timeout;

use self::callers::Callers;
use self::page::Outcome;
use super::callback::Redirect;
use crate::language::Language;

/// How long one caller may take to say what it wants, and to take its answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long to hold back when the system gives no more connections: at first, and at most.
const BREATH: Duration = Duration::from_millis(50);
const LONGEST_BREATH: Duration = Duration::from_secs(1);

/// A listener for one attempt.
#[derive(Debug)]
pub(super) struct Listener {
    socket: TcpListener,
    address: SocketAddr,
}

/// What the right caller looks like.
#[derive(Clone, Copy)]
pub(super) struct RightCaller<'a> {
    pub(super) path: &'a str,
    pub(super) state: &'a State,
    pub(super) language: Language,
}

impl Listener {
    /// Binds to a free port of 127.0.0.1. An error here (no port, no permission) is for the caller to show.
    pub(super) async fn bind() -> std::io::Result<Self> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = socket.local_addr()?;
        Ok(Self { socket, address })
    }

    /// Where the browser is to come back to, without the path.
    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits for the right caller, answers it, and closes.
    pub(super) async fn wait(self, right: RightCaller<'_>) -> Redirect {
        let Self { socket, address } = &self;
        let accept = || async { Ok(socket.accept().await?.0) };
        wait_among(accept, tokio::time::sleep, right, *address).await
    }
}

/// Serves whoever `accept` lets in, until one of them is the right caller.
async fn wait_among<S, Accepting, Pausing>(
    accept: impl Fn() -> Accepting,
    pause: impl Fn(Duration) -> Pausing,
    right: RightCaller<'_>,
    address: SocketAddr,
) -> Redirect
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
    Accepting: Future<Output = std::io::Result<S>>,
    Pausing: Future<Output = ()>,
{
    let mut callers = Callers::default();
    let mut breath = Duration::ZERO;
    loop {
        let admitted = async {
            if !breath.is_zero() {
                pause(breath).await;
            }
            accept().await
        };
        tokio::select! {
            // Those who are in come first: newcomers cannot push out one that has said what it wants.
            biased;
            redirect = callers.right_one() => return redirect,
            admitted = admitted => match admitted {
                Ok(stream) => {
                    breath = Duration::ZERO;
                    callers.admit(serve(stream, right, address));
                }
                // Out of file handles, for one: give the callers at hand time to finish.
                Err(_) => breath = (breath * 2).clamp(BREATH, LONGEST_BREATH),
            },
        }
    }
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    right: RightCaller<'_>,
    address: SocketAddr,
) -> Option<Redirect> {
    let head = timeout(PATIENCE, request::read_head(&mut stream)).await.ok().flatten();
    let redirect = head
        .and_then(|head| request::target(&head, address))
        .map(|(path, query)| Redirect::new(&path, &query))
        .filter(|redirect| redirect.is_for(right.path, right.state).is_ok());
    let outcome = match &redirect {
        None => Outcome::WrongCaller,
        Some(redirect) if redirect.is_refusal() => Outcome::NotApproved,
        Some(_) => Outcome::Approved,
    };
    let answer = page::answer(outcome, right.language);
    // The customer may have closed the browser already; what it brought counts all the same.
    let _ = timeout(PATIENCE, async {
        stream.write_all(&answer).await?;
        stream.shutdown().await
    })
    .await;
    redirect
}

#[cfg(test)]
mod tests;
