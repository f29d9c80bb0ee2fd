//! One request to the admin API: a connection, bounds on time and size, and the answer as it came.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
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
    pub(crate) body: Option<Value>,
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

    pub(crate) fn post(path: impl Into<String>, body: Value) -> Self {
        Self { method: Method::POST, path: path.into(), body: Some(body) }
    }

    pub(crate) fn put(path: impl Into<String>, body: Value) -> Self {
        Self { method: Method::PUT, path: path.into(), body: Some(body) }
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self { method: Method::DELETE, path: path.into(), body: None }
    }
}

impl Answer {
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
    /// When nobody answers. A refusal is an answer.
    pub(crate) async fn send(&self, ask: Ask) -> anyhow::Result<Answer> {
        match tokio::time::timeout(TIME_MAX, self.exchange(ask)).await {
            Ok(answer) => answer,
            Err(_) => bail!("the management centre at {} did not answer within {} s", self.url, TIME_MAX.as_secs()),
        }
    }

    async fn exchange(&self, ask: Ask) -> anyhow::Result<Answer> {
        let (host, port) = self.place()?;
        let stream = TcpStream::connect((host.as_str(), port)).await.with_context(|| {
            format!(
                "nobody answers at {}: are the banks running (`mock-banks serve`), and is it their admin port?",
                self.url
            )
        })?;
        let request = self.request(ask)?;
        if self.url.scheme() == "https" {
            let name = ServerName::try_from(host).context("the address names no host")?;
            let connector = TlsConnector::from(Arc::new(self.trust()?));
            let stream = connector.connect(name, stream).await.with_context(|| {
                format!(
                    "{} is not trusted: give the certificate authority with --ca (`serve` prints where it is)",
                    self.url
                )
            })?;
            speak(stream, request).await
        } else {
            speak(stream, request).await
        }
    }

    /// A password travels here, so without TLS it stays on this machine.
    fn place(&self) -> anyhow::Result<(String, u16)> {
        let host = self.url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let port = self.url.port_or_known_default().unwrap_or_default();
        let here = matches!(host.as_str(), "127.0.0.1" | "localhost" | "::1");
        match self.url.scheme() {
            "https" => Ok((host, port)),
            "http" if here => Ok((host, port)),
            _ => bail!("{} is not an address of a management centre: http on this machine, or https", self.url),
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
                Body::from(serde_json::to_vec(&body)?)
            }
            None => Body::empty(),
        };
        request.body(body).context("this cannot be asked")
    }

    fn trust(&self) -> anyhow::Result<ClientConfig> {
        let path = self.ca.as_ref().context("the address is https: give the certificate authority with --ca")?;
        let mut roots = RootCertStore::empty();
        let read = || format!("{} holds no certificate", path.display());
        for certificate in CertificateDer::pem_file_iter(path).with_context(read)? {
            roots.add(certificate.with_context(read)?).with_context(read)?;
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
    const BROKE_OFF: &str = "the management centre broke off";
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.context(BROKE_OFF)?;
    let driving = tokio::spawn(connection);
    let response = sender.send_request(request).await.context(BROKE_OFF)?;
    let (head, body) = response.into_parts();
    let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await;
    let body = body.map_err(|error| anyhow::anyhow!("{BROKE_OFF}: {error}"))?.to_bytes();
    driving.abort();
    Ok(Answer { status: head.status, body })
}
