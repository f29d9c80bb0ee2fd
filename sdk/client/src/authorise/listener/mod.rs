//! Waits on this device for the browser to come back (RFC 8252 §7.3).
//!
//! The listener is bound to `127.0.0.1` and a free port, answers one right caller and closes. Any program on the device can
//! call it, so a wrong caller (another path, another `state`, another `Host`, not a GET, too long, too slow) gets a 400 and
//! the listener goes on waiting: being first is not enough to stop the right one. Callers are served side by side, so one
//! that says nothing holds up nobody.

mod page;
mod request;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use moa_security::attempt::State;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use self::page::Outcome;
use super::callback::Redirect;
use crate::language::Language;

/// How long one caller may take to say what it wants, and to take its answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long to hold back when the system gives no more connections.
const BREATH: Duration = Duration::from_millis(50);
/// How many callers are served side by side.
const CALLERS: usize = 16;

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
        let mut callers = FuturesUnordered::new();
        loop {
            tokio::select! {
                accepted = self.socket.accept(), if callers.len() < CALLERS => match accepted {
                    Ok((stream, _)) => callers.push(serve(stream, right, self.address)),
                    // Out of file handles, for one: give the callers at hand time to finish.
                    Err(_) => tokio::time::sleep(BREATH).await,
                },
                Some(redirect) = callers.next(), if !callers.is_empty() => {
                    if let Some(redirect) = redirect {
                        return redirect;
                    }
                }
            }
        }
    }
}

async fn serve(mut stream: TcpStream, right: RightCaller<'_>, address: SocketAddr) -> Option<Redirect> {
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
