//! A raw OAuth client at one bank: its keys, its name there, and the pieces every request is made of.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use moa_kernel::{Clock, Entropy, FrozenClock, OsEntropy};
use moa_security::jws::Alg;
use moa_wire::oauth::JWT_BEARER;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use url::Url;

use super::log::Watch;
use super::{API, Answer, AppKey, Ask, forge};

/// Where this client's browsers come back to. Nobody listens there: the scripted person hands the address over.
const REDIRECT_URI: &str = "http://127.0.0.1:9/callback/hostile";

/// A client that can get everything wrong.
pub struct App {
    http: Client,
    clock: Arc<FrozenClock>,
    watch: Arc<Watch>,
    /// The bank's origin, which is also its issuer.
    pub origin: String,
    /// The key its assertions are signed with.
    pub key: AppKey,
    /// The key its tokens are bound to.
    pub dpop: AppKey,
    /// Its name at the bank.
    pub client_id: String,
    /// Where its browsers come back to.
    pub redirect_uri: String,
}

impl App {
    /// Makes keys for an algorithm and registers at a bank.
    pub(super) async fn register(origin: &str, alg: Alg, clock: &Arc<FrozenClock>, watch: &Arc<Watch>) -> Result<Self> {
        let http = Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build()?;
        let mut app = Self {
            http,
            clock: Arc::clone(clock),
            watch: Arc::clone(watch),
            origin: origin.to_owned(),
            key: AppKey::of(alg)?,
            dpop: AppKey::of(alg)?,
            client_id: String::new(),
            redirect_uri: REDIRECT_URI.to_owned(),
        };
        let answer = app.send(app.registration(&app.metadata())?).await?.granted()?;
        app.client_id = answer.text("/client_id")?;
        Ok(app)
    }

    /// What an honest app says about itself when it registers.
    #[must_use]
    pub fn metadata(&self) -> Value {
        json!({
            "client_name": "Hostile & Sons",
            "redirect_uris": [self.redirect_uri],
            "token_endpoint_auth_method": "private_key_jwt",
            "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
            "response_types": ["code"],
            "scope": "openid accounts",
            "jwks": { "keys": [self.key.public_jwk()] },
        })
    }

    /// A registration with this metadata.
    ///
    /// # Errors
    /// When the bank's origin is no URL.
    pub fn registration(&self, metadata: &Value) -> Result<Ask> {
        Ok(Ask::bytes(self.url("/register")?, "application/json", metadata.to_string()))
    }

    /// An address at the bank.
    ///
    /// # Errors
    /// When it is none.
    pub fn url(&self, path: &str) -> Result<Url> {
        Url::parse(&format!("{}{path}", self.origin)).context("no address")
    }

    /// The bank's and this client's present, in seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now().as_second()
    }

    /// Sends a request as it stands.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn send(&self, ask: Ask) -> Result<Answer> {
        ask.send(&self.http, &self.watch).await
    }

    /// A form to one of the authorisation server's endpoints, with a good assertion and a good proof.
    ///
    /// # Errors
    /// When nobody answers the question for a nonce.
    pub async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Result<Ask> {
        let url = self.url(path)?;
        let proof = self.proof("POST", &url, None).await?;
        Ok(Ask::form(url, fields)
            .also("client_id", &self.client_id)
            .also("client_assertion_type", JWT_BEARER)
            .also("client_assertion", &self.assertion()?)
            .header("dpop", &proof))
    }

    /// A request to an API, with a token and a good proof.
    ///
    /// # Errors
    /// As [`App::form`].
    pub async fn api(&self, method: Method, path: &str, token: &str) -> Result<Ask> {
        let url = self.url(&format!("{API}{path}"))?;
        let proof = self.proof(method.as_str(), &url, Some(token)).await?;
        let ask = Ask::bare(method, url).header("authorization", &format!("DPoP {token}"));
        Ok(ask.header("dpop", &proof))
    }

    /// Reads from an API.
    ///
    /// # Errors
    /// As [`App::form`].
    pub async fn get(&self, path: &str, token: &str) -> Result<Answer> {
        self.send(self.api(Method::GET, path, token).await?).await
    }

    /// The claims of a good assertion.
    #[must_use]
    pub fn assertion_claims(&self) -> Value {
        let now = self.now();
        json!({
            "iss": self.client_id, "sub": self.client_id, "aud": self.origin,
            "jti": OsEntropy.uuid(), "iat": now, "exp": now + 60,
        })
    }

    /// A good assertion.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub fn assertion(&self) -> Result<String> {
        forge::signed(&self.key, &forge::assertion_header(&self.key), &self.assertion_claims())
    }

    /// The claims of a good proof, fresh nonce included.
    ///
    /// # Errors
    /// When the bank gives no nonce.
    pub async fn proof_claims(&self, method: &str, url: &Url, token: Option<&str>) -> Result<Value> {
        Ok(forge::proof_claims(method, url, token, Some(&self.nonce().await?), self.now()))
    }

    /// A good proof.
    ///
    /// # Errors
    /// As [`App::proof_claims`].
    pub async fn proof(&self, method: &str, url: &Url, token: Option<&str>) -> Result<String> {
        forge::proof(&self.dpop, &self.proof_claims(method, url, token).await?)
    }

    /// The bank's current nonce, which it puts on every answer of its token endpoint.
    async fn nonce(&self) -> Result<String> {
        let answer = self.send(Ask::form(self.url("/token")?, &[])).await?;
        let nonce = answer.header("dpop-nonce").to_owned();
        (!nonce.is_empty()).then_some(nonce).context("the bank gives no nonce")
    }
}
