//! What came back, read whole.

use anyhow::{Context as _, Result, ensure};
use reqwest::header::{HeaderMap, LOCATION, WWW_AUTHENTICATE};
use reqwest::{Response, StatusCode};
use serde_json::Value;

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: String,
}

impl Answer {
    #[allow(clippy::disallowed_methods, reason = "the mock banks of this very process are read, not a stranger")]
    pub(super) async fn read(response: Response) -> Result<Self> {
        let (status, headers) = (response.status(), response.headers().clone());
        Ok(Self { status, headers, body: response.text().await? })
    }

    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// A text in the body's JSON, by JSON pointer.
    ///
    /// # Errors
    /// When there is none.
    pub fn text(&self, pointer: &str) -> Result<String> {
        let found = self.json().pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        found.with_context(|| format!("no {pointer} in {} {}", self.status, self.body))
    }

    /// The value of a header, empty when it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Whether a browser would go elsewhere now.
    #[must_use]
    pub fn sends_elsewhere(&self) -> bool {
        self.status.is_redirection() || self.headers.contains_key(LOCATION)
    }

    /// Demands success.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn granted(self) -> Result<Self> {
        ensure!(self.status.is_success(), "expected success, got {} {}", self.status, self.body);
        Ok(self)
    }

    /// Demands an OAuth error (RFC 6749 §5.2).
    ///
    /// # Errors
    /// When it is anything else.
    pub fn refused(&self, status: u16, code: &str) -> Result<()> {
        let said = self.json().get("error").and_then(Value::as_str).unwrap_or_default().to_owned();
        ensure!(
            self.status.as_u16() == status && said == code,
            "expected {status} {code}, got {} {}",
            self.status,
            self.body
        );
        Ok(())
    }

    /// Demands the API's no to a token or a proof: 401, a challenge with this error, and not a word of data.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn challenged(&self, error: &str) -> Result<()> {
        let challenge = self.header(WWW_AUTHENTICATE.as_str());
        let named = challenge.contains(&format!("error=\"{error}\""));
        ensure!(
            self.status == StatusCode::UNAUTHORIZED && named && !self.body.contains("\"Data\""),
            "expected 401 {error}, got {} {challenge} {}",
            self.status,
            self.body
        );
        Ok(())
    }

    /// Demands that nothing was given away: a status of refusal, and no place to go on to.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn stays_here(&self, status: u16) -> Result<()> {
        ensure!(
            self.status.as_u16() == status && !self.sends_elsewhere(),
            "expected {status} and no Location, got {} {:?}",
            self.status,
            self.headers.get(LOCATION)
        );
        Ok(())
    }
}
