//! The server: HTTP around [`answer`], and the core's temperament around both.

mod answer;
mod asked;
mod refusal;
mod transfers;
mod words;

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use moa_bank_core::Bank;
use moa_bank_core::spec::CoreFailure;
use tokio_util::sync::CancellationToken;
use tracing::{debug, error};

use super::messages::Message;
use super::xml::{self, Limits};
use crate::door::{Guest, Host};
use crate::temperament::Temperament;
use refusal::Refusal;

/// How long a request may take to arrive; an idle connection is closed after it too.
const REQUEST_TIME_MAX: Duration = Duration::from_secs(60);
/// Headers of processing are five.
const HEADERS_MAX: usize = 24;

/// A bank's core that speaks ISO 20022, for a [`Door`](crate::door::Door) to put before it.
#[derive(Debug)]
pub struct Iso20022Server {
    bank: Bank,
    temperament: Temperament,
}

/// The connection ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the core hung up")]
struct HangUp;

impl Iso20022Server {
    /// The core of a bank.
    #[must_use]
    pub fn new(bank: Bank, temperament: Temperament) -> Self {
        Self { bank, temperament }
    }

    /// One request, and what the temperament makes of it.
    async fn turn(
        &self,
        request: Request<Incoming>,
        closing: &CancellationToken,
    ) -> Result<Response<Full<Bytes>>, HangUp> {
        let turn = self.temperament.turn();
        if !turn.latency.is_zero() {
            tokio::time::sleep(turn.latency).await;
        }
        match turn.failure {
            None => Ok(self.reply(request).await),
            Some(CoreFailure::Trouble) => Ok(to_response(Refusal::trouble().into_message("", &self.bank))),
            Some(CoreFailure::Silence) => {
                closing.cancelled().await;
                Err(HangUp)
            }
            Some(CoreFailure::HangUp) => Err(HangUp),
            Some(CoreFailure::LostAnswer) => {
                self.reply(request).await;
                Err(HangUp)
            }
        }
    }

    async fn reply(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        if request.uri().path() != super::PATH {
            return plain(StatusCode::NOT_FOUND);
        }
        if request.method() != Method::POST {
            return plain(StatusCode::METHOD_NOT_ALLOWED);
        }
        if !is_xml(&request) {
            return plain(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
        match read_body(request).await {
            Ok(body) => self.answer(body).await,
            Err(status) => plain(status),
        }
    }

    /// Answers wait for the database and are long to write, so they are made on a thread where waiting is allowed.
    async fn answer(&self, body: Bytes) -> Response<Full<Bytes>> {
        let closed_until = self.temperament.closed_until();
        let bank = self.bank.clone();
        let work = move || to_response(answer::answer(&bank, closed_until, &body));
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
            error!(%error, "the core failed at a message");
            plain(StatusCode::INTERNAL_SERVER_ERROR)
        })
    }
}

#[async_trait]
impl Host for Iso20022Server {
    async fn serve(&self, guest: Guest, closing: CancellationToken) {
        let service = service_fn(|request| self.turn(request, &closing));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(REQUEST_TIME_MAX)
            .max_headers(HEADERS_MAX)
            .serve_connection(TokioIo::new(guest), service);
        let mut connection = std::pin::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = closing.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            debug!(%error, "an internal connection ended early");
        }
    }
}

fn is_xml<B>(request: &Request<B>) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.and_then(|kind| kind.split(';').next()).is_some_and(|kind| kind.trim() == "application/xml")
}

async fn read_body<B>(request: Request<B>) -> Result<Bytes, StatusCode>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let whole = Limited::new(request.into_body(), Limits::REQUEST.bytes_max).collect();
    match tokio::time::timeout(REQUEST_TIME_MAX, whole).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

fn to_response(message: Message) -> Response<Full<Bytes>> {
    let status = refusal::status(&message);
    match xml::write(message) {
        Ok(body) => {
            let mut response = Response::new(Full::new(Bytes::from(body)));
            *response.status_mut() = status;
            response.headers_mut().insert(CONTENT_TYPE, http::HeaderValue::from_static(super::CONTENT_TYPE));
            response
        }
        Err(error) => {
            error!(%error, "a message could not be written");
            plain(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

fn plain(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}
