//! One request out, one bounded answer back. The only place that talks to `reqwest`.

use std::error::Error as StdError;
use std::sync::Arc;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use reqwest::{Client, Request, redirect, retry, tls};

use super::address::{Environment, GuardedResolver};
use super::body::read_bounded;
use super::error::HttpError;
use super::limits::Limits;
use super::roots::{self, TrustedCertificate};
use crate::standards::HttpReply;

/// What a transport is made with.
#[derive(Debug, Clone)]
pub(crate) struct TransportOptions {
    pub(crate) environment: Environment,
    pub(crate) limits: Limits,
    pub(crate) trusted: Option<TrustedCertificate>,
    pub(crate) app_name: String,
}

/// One bank's connections.
pub(crate) struct Transport {
    client: Client,
    limits: Limits,
}

impl Transport {
    pub(crate) fn new(options: TransportOptions) -> Result<Self, HttpError> {
        let TransportOptions { environment, limits, trusted, app_name } = options;
        let user_agent = HeaderValue::from_str(&app_name).map_err(|_| HttpError::Unsendable)?;
        let builder = Client::builder()
            .user_agent(user_agent)
            // An API answer that wants to send us elsewhere is an error, never an instruction.
            .redirect(redirect::Policy::none())
            .referer(false)
            // A proof must not go out twice, not even after a refused HTTP/2 stream: repeating is our business.
            .retry(retry::never())
            .tls_version_min(tls::Version::TLS_1_2)
            .connect_timeout(limits.connect)
            .http1_max_headers(100)
            // Names lead to public addresses only, whoever named them. A sandbox on this device is a literal, not a name.
            .dns_resolver(Arc::new(GuardedResolver))
            // A proxy would look the names up itself, past the guard, and learn which banks a person has.
            .no_proxy()
            .https_only(environment == Environment::Live);
        let client = roots::trusted(builder, trusted).build().map_err(|_| HttpError::Unsendable)?;
        Ok(Self { client, limits })
    }

    pub(super) const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Sends the request and reads the whole answer, within the limits.
    pub(crate) async fn exchange(&self, request: Request, most_bytes: usize) -> Result<HttpReply, HttpError> {
        let whole = self.exchange_untimed(request, most_bytes);
        tokio::time::timeout(self.limits.total, whole).await.map_err(|_| HttpError::TimedOut("whole answer"))?
    }

    async fn exchange_untimed(&self, request: Request, most_bytes: usize) -> Result<HttpReply, HttpError> {
        let sent = tokio::time::timeout(self.limits.connect + self.limits.first_byte, self.client.execute(request));
        let response = sent.await.map_err(|_| HttpError::TimedOut("first byte"))?.map_err(|error| why(&error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        if status.is_redirection() {
            return Err(HttpError::Redirected(status.as_u16()));
        }
        let body = read_bounded(response, most_bytes, self.limits.idle).await?;
        if status.is_success() && !body.is_empty() && !is_json(&headers) {
            return Err(HttpError::NotJson(status.as_u16()));
        }
        Ok(HttpReply { status, headers, body, interaction_id: None })
    }
}

/// `application/json`, or a type that says it is JSON underneath (`application/jwk-set+json`).
fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else { return false };
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn why(error: &reqwest::Error) -> HttpError {
    if is_about_tls(error) {
        HttpError::Untrusted
    } else if error.is_timeout() {
        HttpError::TimedOut("connection")
    } else if error.is_connect() {
        HttpError::Unreachable
    } else if error.is_builder() {
        HttpError::Unsendable
    } else {
        HttpError::Broken
    }
}

fn is_about_tls(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<rustls::Error>() {
            return true;
        }
        // An I/O error says "my source" and means the source of what it wraps: look at what it wraps itself.
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = wrapped.map(|wrapped| wrapped as &(dyn StdError + 'static)).or_else(|| error.source());
    }
    false
}

/// Whether the status means that the bank, not the call, is the trouble.
pub(super) fn is_down(status: StatusCode) -> bool {
    status.is_server_error()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures::FutureExt as _;
    use reqwest::Method;

    use super::*;

    fn transport(environment: Environment) -> Transport {
        let limits = Limits { connect: Duration::from_millis(300), ..Limits::default() };
        Transport::new(TransportOptions { environment, limits, trusted: None, app_name: "moa/test".to_owned() })
            .unwrap()
    }

    #[tokio::test]
    async fn no_name_leads_into_this_device_for_a_sandbox_or_a_live_bank() {
        for environment in [Environment::Sandbox, Environment::Live] {
            let inside = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = format!("https://localhost:{}/", inside.local_addr().unwrap().port());
            let request = Request::new(Method::GET, address.parse().unwrap());
            let outcome = transport(environment).exchange(request, 1024).await;
            assert!(outcome.is_err());
            assert!(inside.accept().now_or_never().is_none(), "{environment:?}: somebody inside was called");
        }
    }

    #[test]
    fn no_proxy_of_the_environment_stands_in_between() {
        for environment in [Environment::Sandbox, Environment::Live] {
            // The client prints its proxies, when it has any.
            let shown = format!("{:?}", transport(environment).client);
            assert!(!shown.to_lowercase().contains("prox"), "{shown}");
        }
    }
}
