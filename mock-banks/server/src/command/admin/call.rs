//! One request to the admin API: a connection, bounds on time and size, and the answer as it came.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::body::{Body, Bytes};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper_util::rt::TokioIo;
use moa_kernel::{ExposeSecret as _, SecretString};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::Url;

use super::tell::Stuck;

/// The longest a request may take.
const TIME_MAX: Duration = Duration::from_secs(60);
/// The largest answer: a whole audit log may be long.
const ANSWER_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Where to call, and as whom.
pub(crate) struct Caller {
    pub(crate) url: Url,
    pub(crate) token: Option<SecretString>,
    pub(crate) ca: Option<PathBuf>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ask {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Option<Bytes>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
}

impl Ask {
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self { method: Method::GET, path: path.into(), body: None }
    }

    pub(crate) fn post(path: impl Into<String>, body: &Value) -> Self {
        Self::post_as_it_is(path, body.to_string().into())
    }

    /// Sends a text as somebody wrote it: what stands twice in it is for the reader there to judge.
    pub(crate) fn post_as_it_is(path: impl Into<String>, body: Bytes) -> Self {
        Self { method: Method::POST, path: path.into(), body: Some(body) }
    }

    pub(crate) fn put(path: impl Into<String>, body: &Value) -> Self {
        Self { method: Method::PUT, ..Self::post(path, body) }
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self { method: Method::DELETE, path: path.into(), body: None }
    }
}

impl Answer {
    /// Whether a no was not said by a management centre: its noes have a code.
    fn is_strange(&self) -> bool {
        let problem = || serde_json::from_slice::<Value>(&self.body).unwrap_or_default();
        self.status.is_client_error() && !problem().get("code").is_some_and(Value::is_string)
    }

    /// The body as JSON; nothing where there is none.
    pub(crate) fn json(&self) -> anyhow::Result<Value> {
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&self.body).context("the management centre's answer is no JSON: is this its address?")
    }
}

impl Caller {
    /// Sends a request and waits for the whole answer.
    ///
    /// # Errors
    /// When nobody answers, or somebody who is no management centre. A refusal is an answer.
    pub(crate) async fn send(&self, ask: Ask) -> anyhow::Result<Answer> {
        let Ok(answer) = tokio::time::timeout(TIME_MAX, self.exchange(ask)).await else {
            let said =
                format!("the management centre at {} did not answer within {} s", self.address(), TIME_MAX.as_secs());
            return Err(Stuck::new(said, "look into the log of `mock-banks serve`, and ask again").into());
        };
        let answer = answer?;
        if answer.is_strange() { Err(self.not_here(answer.status).await.into()) } else { Ok(answer) }
    }

    /// Somebody else lives here. The directory, which people take for the management centre, is known by its list.
    async fn not_here(&self, status: StatusCode) -> Stuck {
        let (address, serve) = (self.address(), "`mock-banks serve` prints it as `management centre`");
        let list = self.exchange(Ask::get("/participants")).await;
        let is_directory = list.is_ok_and(|list| list.status.is_success());
        let before = self.url.port_or_known_default().and_then(|port| port.checked_sub(1));
        match before.filter(|_| is_directory) {
            Some(port) => {
                let mut usual = self.url.clone();
                // An address with a host has a place for a port.
                let _set = usual.set_port(Some(port));
                let usual = usual.as_str().trim_end_matches('/');
                let said = format!("{address} is the directory of the banks, not their management centre");
                Stuck::new(said, format!("that is usually one port before: --url {usual}  ({serve})"))
            }
            None => {
                let said = format!("{address} is not the address of a management centre (it answered {status})");
                Stuck::new(said, format!("give its own with --url: {serve}"))
            }
        }
    }

    /// The address as people write it.
    fn address(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    async fn exchange(&self, ask: Ask) -> anyhow::Result<Answer> {
        let (host, port) = self.place()?;
        let stream = TcpStream::connect((host.as_str(), port)).await.map_err(|error| {
            let next = "start the banks (`mock-banks serve`), or give the address that `serve` prints as `management centre` with --url";
            Stuck::new(format!("nobody answers at {}", self.address()), next).because(&error)
        })?;
        let request = self.request(ask)?;
        if self.url.scheme() == "https" {
            let name = ServerName::try_from(host).context("the address names no host")?;
            let connector = TlsConnector::from(Arc::new(self.trust()?));
            let stream = connector.connect(name, stream).await.map_err(|error| self.no_tls(&error))?;
            speak(stream, request).await
        } else {
            speak(stream, request).await
        }
    }

    /// Either the certificate is not one to trust, or what answers does not speak TLS at all.
    fn no_tls(&self, error: &std::io::Error) -> Stuck {
        let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<rustls::Error>());
        let (said, next) = if matches!(cause, Some(rustls::Error::InvalidMessage(_))) {
            let plain = self.address().replacen("https", "http", 1);
            (format!("{} does not speak TLS", self.address()), format!("without `serve --tls` it is --url {plain}"))
        } else {
            let next = "give the certificate authority with --ca: `mock-banks serve --tls` prints where it is";
            (format!("{} is not trusted", self.address()), next.to_owned())
        };
        Stuck::new(said, next).because(error)
    }

    /// Whether this is an address that anything is sent to: asked before anybody types a password.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        self.place().map(drop)
    }

    /// A password travels here, so without TLS it stays on this machine.
    fn place(&self) -> anyhow::Result<(String, u16)> {
        let host = self.url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let port = self.url.port_or_known_default().unwrap_or_default();
        let here = matches!(host.as_str(), "127.0.0.1" | "localhost" | "::1");
        match self.url.scheme() {
            "https" => Ok((host, port)),
            "http" if here => Ok((host, port)),
            _ => {
                let said = format!("{} is not an address of a management centre", self.address());
                let next =
                    "write http://127.0.0.1 and the port on this machine, or https elsewhere: a password travels here";
                Err(Stuck::new(said, next).into())
            }
        }
    }

    fn request(&self, ask: Ask) -> anyhow::Result<Request<Body>> {
        let authority = self.url.authority();
        let mut request = Request::builder().method(ask.method).uri(&ask.path).header(HOST, authority);
        request = request.header(ACCEPT, "*/*");
        if let Some(token) = &self.token {
            let mut value = http::HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
                .context("the token holds what no token holds")?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        let body = match ask.body {
            Some(body) => {
                request = request.header(CONTENT_TYPE, "application/json");
                Body::from(body)
            }
            None => Body::empty(),
        };
        request.body(body).context("this cannot be asked")
    }

    fn trust(&self) -> anyhow::Result<ClientConfig> {
        const GIVE: &str = "give the certificate authority with --ca: `mock-banks serve --tls` prints where it is";
        let path = self
            .ca
            .as_ref()
            .ok_or_else(|| Stuck::new("the address is https, and there is no certificate authority to trust", GIVE))?;
        let no_certificate = || Stuck::new(format!("{} holds no certificate", path.display()), GIVE);
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(path).map_err(|error| no_certificate().because(&error))? {
            let certificate = certificate.map_err(|error| no_certificate().because(&error))?;
            roots.add(certificate).map_err(|error| no_certificate().because(&error))?;
        }
        if roots.is_empty() {
            return Err(no_certificate().into());
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        Ok(config.with_root_certificates(roots).with_no_client_auth())
    }
}

async fn speak<S>(stream: S, request: Request<Body>) -> anyhow::Result<Answer>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| broke_off(&error))?;
    let driving = tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(|error| broke_off(&error))?;
    let (head, body) = response.into_parts();
    let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await.map_err(|error| broke_off(&error))?.to_bytes();
    driving.abort();
    Ok(Answer { status: head.status, body })
}

fn broke_off(error: &impl std::fmt::Display) -> Stuck {
    let next = "are the banks still running? With `serve --tls` the address begins with https";
    Stuck::new("what answers there broke off", next).because(error)
}
