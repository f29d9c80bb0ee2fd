//! The way to the core: HTTP over connections that are kept, each to a component that proved who it is.
//!
//! So many exchanges run at once as there are connections; the others wait, within the same time that the answer has. A
//! connection on which something went wrong, or somebody stopped waiting, is not used again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{HeaderValue, Method, Request, Response};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use moa_bank_internal::identity::{DialError, Dialer};
use moa_bank_internal::iso20022::messages::Message;
use moa_bank_internal::iso20022::xml::{self, Limits};
use moa_bank_internal::iso20022::{CONTENT_TYPE as XML, PATH};
use tokio::sync::Semaphore;
use tracing::debug;

/// Headers of an answer are four.
const HEADERS_MAX: usize = 24;

/// The way to one core.
pub(super) struct Link {
    dialer: Dialer,
    idle: Mutex<Vec<SendRequest<Full<Bytes>>>>,
    places: Semaphore,
}

/// Why there is no answer to read.
#[derive(Debug, thiserror::Error)]
pub(super) enum LinkError {
    #[error("the core was not reached")]
    Dial(#[from] DialError),
    #[error("the connection to the core broke")]
    HungUp(#[from] hyper::Error),
    #[error("the core's answer could not be read to its end")]
    Body(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the core answered {0} and no message")]
    Status(http::StatusCode),
    #[error("the core's answer is no message of ours")]
    Xml(#[from] xml::XmlFault),
    #[error("the link is being taken apart")]
    Closed,
}

impl Link {
    pub(super) fn new(dialer: Dialer, connections: u8) -> Self {
        let places = Semaphore::new(usize::from(connections.max(1)));
        Self { dialer, idle: Mutex::new(Vec::new()), places }
    }

    /// Carries a message there and the answer back. A rejected message is an answer.
    pub(super) async fn exchange(&self, body: Vec<u8>) -> Result<Message, LinkError> {
        let _place = self.places.acquire().await.map_err(|_| LinkError::Closed)?;
        let (mut connection, response) = self.send(Bytes::from(body)).await?;
        let status = response.status();
        let is_message = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == XML);
        if !is_message {
            return Err(LinkError::Status(status));
        }
        let whole = Limited::new(response.into_body(), Limits::ANSWER.bytes_max).collect().await;
        let bytes = whole.map_err(LinkError::Body)?.to_bytes();
        if connection.ready().await.is_ok() {
            self.idle().push(connection);
        }
        Ok(xml::read(&bytes, &Limits::ANSWER)?)
    }

    /// Over a kept connection if one still stands, else over a new one.
    async fn send(&self, body: Bytes) -> Result<(SendRequest<Full<Bytes>>, Response<Incoming>), LinkError> {
        loop {
            let kept = self.idle().pop();
            let Some(mut connection) = kept else { break };
            if connection.ready().await.is_err() {
                continue;
            }
            match connection.try_send_request(request(body.clone())).await {
                Ok(response) => return Ok((connection, response)),
                // When the request comes back whole, nothing of it was sent.
                Err(mut error) => {
                    if error.take_message().is_none() {
                        return Err(error.into_error().into());
                    }
                }
            }
        }
        let mut connection = self.dial().await?;
        let response = connection.send_request(request(body)).await?;
        Ok((connection, response))
    }

    async fn dial(&self) -> Result<SendRequest<Full<Bytes>>, LinkError> {
        let stream = self.dialer.dial().await?;
        let builder = http1::Builder::new().max_headers(HEADERS_MAX).to_owned();
        let (connection, driver) = builder.handshake(TokioIo::new(stream)).await?;
        // It ends with its handle: when that is dropped, or when the core hangs up.
        tokio::spawn(async move {
            if let Err(error) = driver.await {
                debug!(%error, "a connection to the core ended early");
            }
        });
        Ok(connection)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<SendRequest<Full<Bytes>>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn request(body: Bytes) -> Request<Full<Bytes>> {
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = http::Uri::from_static(PATH);
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(XML));
    // HTTP/1.1 wants one; whom we talk to is in the certificate.
    headers.insert(HOST, HeaderValue::from_static("core.moa.internal"));
    request
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("dialer", &self.dialer).finish_non_exhaustive()
    }
}
