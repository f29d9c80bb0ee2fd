//! Somebody who manages a bank's APIs from outside, over the admin API, as a script of an operator would.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use mock_banks::RunningWorld;
use reqwest::{Client, Method, StatusCode};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use tokio::time::interval;

/// How often to look whether a verification is through.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A logged-in admin, and the bank they are at.
pub struct Operator {
    http: Client,
    origin: String,
    base: String,
    token: String,
}

impl Operator {
    /// Logs in as the first admin of a world in this process.
    ///
    /// # Errors
    /// When the password was made at an earlier start, or the management centre does not let them in.
    pub async fn of(world: &RunningWorld, bank: &str) -> Result<Self> {
        let first = world.first_admin().context("the password was shown at an earlier start")?;
        let http = Client::builder().no_proxy().build()?;
        let origin = world.admin_origin().to_owned();
        let base = format!("{origin}/admin/v1");
        let mut operator = Self { http, origin, base, token: String::new() };
        let sent = json!({ "name": first.name.to_string(), "password": first.password.expose_secret() });
        let (status, said) = operator.send(Method::POST, "/sessions", Some(&sent.to_string())).await?;
        ensure!(status == StatusCode::CREATED, "not let in: {status} {said}");
        operator.token = text(&said, "/token")?;
        operator.base = format!("{}/banks/{bank}", operator.base);
        Ok(operator)
    }

    /// Hands a definition in, as it is written.
    ///
    /// # Errors
    /// When the management centre does not answer.
    pub async fn draft(&self, definition: &str) -> Result<(StatusCode, Value)> {
        self.send(Method::POST, "/apis", Some(definition)).await
    }

    /// Submits a version and has it verified: whether it passed, and the report as a person reads it.
    ///
    /// # Errors
    /// When either is refused.
    pub async fn verify(&self, api: &str) -> Result<(bool, String)> {
        let (status, said) = self.step(api, "submit", None).await?;
        ensure!(status.is_success(), "not submitted: {status} {said}");
        let at = format!("/apis/{api}/verification");
        let (status, said) = self.send(Method::POST, &at, Some("{}")).await?;
        ensure!(status == StatusCode::ACCEPTED, "not verified: {status} {said}");
        let mut looks = interval(LOOK_AGAIN);
        loop {
            looks.tick().await;
            let (_, seen) = self.send(Method::GET, &at, None).await?;
            match seen.get("status").and_then(Value::as_str) {
                Some("waiting" | "running") => {}
                Some("finished") => {
                    let report = format!("/reports/{}?format=text", text(&seen, "/report")?);
                    let said = self.ask(Method::GET, &report, None).await?.1;
                    return Ok((seen.get("passed") == Some(&Value::Bool(true)), said));
                }
                _ => anyhow::bail!("the testbed came to no end: {seen}"),
            }
        }
    }

    /// Publishes a version (`spending/1.0`) as it is now.
    ///
    /// # Errors
    /// When the management centre does not answer, or there is no such version.
    pub async fn publish(&self, api: &str) -> Result<(StatusCode, Value)> {
        let (_, now) = self.send(Method::GET, &format!("/apis/{api}"), None).await?;
        self.step(api, "publish", Some(json!({ "definition": text(&now, "/definition")? }))).await
    }

    /// Takes a version (`spending/1.0`) one step: `block`, `unblock`, `retire` …
    ///
    /// # Errors
    /// When the management centre does not answer.
    pub async fn step(&self, api: &str, step: &str, sent: Option<Value>) -> Result<(StatusCode, Value)> {
        let sent = sent.map(|sent| sent.to_string());
        self.send(Method::POST, &format!("/apis/{api}/{step}"), sent.as_deref()).await
    }

    /// Asks for anything below the bank, with or without something to send.
    ///
    /// # Errors
    /// When the management centre does not answer.
    pub async fn call(&self, method: Method, path: &str, sent: Option<Value>) -> Result<(StatusCode, Value)> {
        self.send(method, path, sent.map(|sent| sent.to_string()).as_deref()).await
    }

    /// The same, where nothing but success will do.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn done(&self, method: Method, path: &str, sent: Option<Value>) -> Result<Value> {
        let (status, said) = self.call(method, path, sent).await?;
        ensure!(status.is_success(), "{path}: {status} {said}");
        Ok(said)
    }

    /// What the gateways count, as Prometheus reads it.
    ///
    /// # Errors
    /// When the management centre does not tell.
    pub async fn metrics(&self) -> Result<String> {
        let (status, said) = self.ask_at(Method::GET, &format!("{}/metrics", self.origin), None).await?;
        ensure!(status.is_success(), "no metrics: {status} {said}");
        Ok(said)
    }

    /// What the audit log says of itself and of the tables.
    ///
    /// # Errors
    /// When the management centre does not answer.
    pub async fn audit(&self) -> Result<Value> {
        Ok(self.send(Method::POST, "/audit/verify", None).await?.1)
    }

    async fn send(&self, method: Method, path: &str, body: Option<&str>) -> Result<(StatusCode, Value)> {
        let (status, said) = self.ask(method, path, body).await?;
        Ok((status, serde_json::from_str(&said).unwrap_or(Value::String(said))))
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&str>) -> Result<(StatusCode, String)> {
        self.ask_at(method, &format!("{}{path}", self.base), body).await
    }

    #[allow(clippy::disallowed_methods, reason = "the management centre of this very test is read, not a stranger")]
    async fn ask_at(&self, method: Method, url: &str, body: Option<&str>) -> Result<(StatusCode, String)> {
        let mut request = self.http.request(method, url);
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_owned());
        }
        let response = request.send().await?;
        Ok((response.status(), response.text().await?))
    }
}

fn text(value: &Value, pointer: &str) -> Result<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    Ok(found.with_context(|| format!("no {pointer} in {value}"))?.to_owned())
}
