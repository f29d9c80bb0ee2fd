//! An app with a customer's token, calling as fast as it is asked to.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};
use moa_kernel::{Clock as _, FrozenClock, SecretString};
use reqwest::header::HeaderMap;
use reqwest::{Client, StatusCode};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use crate::attacker::{App, AppKey, Ground, forge};
use crate::person::Person;

/// One app with a token.
pub struct Caller {
    http: Client,
    clock: Arc<FrozenClock>,
    origin: String,
    key: AppKey,
    token: SecretString,
    nonce: Mutex<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Said {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
    /// From the first byte sent to the last one read, a question for a nonce included.
    pub took: Duration,
}

impl Said {
    /// A header's text, empty when it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

impl Caller {
    /// A new app at a bank of the ground, allowed these permissions by a customer.
    ///
    /// # Errors
    /// When any step of the honest way fails.
    pub async fn allowed(ground: &Ground, bank: &str, person: &Person, permissions: &[&str]) -> Result<Self> {
        let app = ground.app_at(bank).await?;
        let grant = app.grant_of(person, permissions).await?;
        Self::of(ground, &app, grant.access)
    }

    /// An app that has a token already.
    ///
    /// # Errors
    /// When no client for HTTP can be made.
    pub fn of(ground: &Ground, app: &App, token: String) -> Result<Self> {
        Ok(Self {
            http: Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?,
            clock: Arc::clone(ground.clock()),
            origin: app.origin.clone(),
            key: app.dpop.clone(),
            token: SecretString::from(token),
            nonce: Mutex::default(),
        })
    }

    /// Reads a path of the bank, with a fresh proof. Asks again once when the bank wants another nonce, as an honest app does.
    ///
    /// # Errors
    /// When the bank does not answer at all.
    pub async fn get(&self, path: &str) -> Result<Said> {
        let started = Instant::now();
        let first = self.once(path, started).await?;
        if first.status == StatusCode::UNAUTHORIZED && first.header("www-authenticate").contains("use_dpop_nonce") {
            return self.once(path, started).await;
        }
        Ok(first)
    }

    #[allow(clippy::disallowed_methods, reason = "the mock banks of this very test are read, not a stranger")]
    async fn once(&self, path: &str, started: Instant) -> Result<Said> {
        let url = Url::parse(&format!("{}{path}", self.origin)).context("no address")?;
        let response = self
            .http
            .get(url.clone())
            .header("authorization", format!("DPoP {}", self.token.expose_secret()))
            .header("dpop", self.proof(&url)?)
            .send()
            .await?;
        let (status, headers) = (response.status(), response.headers().clone());
        let said = Said { status, headers, body: response.text().await?, took: started.elapsed() };
        let nonce = said.header("dpop-nonce");
        if !nonce.is_empty() {
            nonce.clone_into(&mut self.nonce.lock().unwrap_or_else(PoisonError::into_inner));
        }
        Ok(said)
    }

    fn proof(&self, url: &Url) -> Result<String> {
        let nonce = self.nonce.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let nonce = Some(nonce.as_str()).filter(|nonce| !nonce.is_empty());
        let (token, now) = (self.token.expose_secret(), self.clock.now().as_second());
        forge::proof(&self.key, &forge::proof_claims("GET", url, Some(token), nonce, now))
    }
}
