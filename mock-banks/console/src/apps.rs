//! The apps of a bank, as the management centre sees them. The authorisation server keeps them; this room asks through a
//! trait, so that it never sees the authorisation server's tables.

use async_trait::async_trait;
use moa_kernel::{ClientId, ConsentId, Timestamp};
use serde_json::Value;

/// An app.
#[derive(Debug, Clone, PartialEq)]
pub struct AppRecord {
    /// The name in the protocol.
    pub id: ClientId,
    /// The name customers are shown.
    pub name: String,
    /// Whether it is a resource server, which asks for nobody's data.
    pub resource_server: bool,
    /// Where answers may be sent.
    pub redirect_uris: Vec<String>,
    /// Its public keys (JWK).
    pub keys: Vec<Value>,
    /// When it registered.
    pub created_at: Timestamp,
    /// Why it may do nothing at present, when somebody suspended it.
    pub suspended: Option<String>,
}

/// Why something about an app does not happen.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is no such app.
    #[error("there is no such app")]
    Unknown,
    /// The keys cannot be used.
    #[error("{0}")]
    Keys(String),
    /// It is so already.
    #[error("{0}")]
    State(&'static str),
    /// It cannot be done.
    #[error("the apps cannot be used: {0}")]
    Broken(String),
}

/// Who keeps the apps of one bank. What is changed is written down in the bank's audit log in the same transaction; `by` is
/// who changes it.
#[async_trait]
pub trait AppDesk: Send + Sync {
    /// Up to `limit` apps after the one named `after`, by id.
    async fn list(&self, after: Option<ClientId>, limit: u32) -> Result<Vec<AppRecord>, AppError>;
    /// One app.
    async fn find(&self, app: &ClientId) -> Result<Option<AppRecord>, AppError>;
    /// Shuts an app out: it authenticates nowhere, and its tokens open nothing.
    async fn suspend(&self, app: &ClientId, reason: &str, by: &str) -> Result<AppRecord, AppError>;
    /// Lets it in again.
    async fn resume(&self, app: &ClientId, by: &str) -> Result<AppRecord, AppError>;
    /// Puts other public keys in the place of all it had.
    async fn replace_keys(&self, app: &ClientId, keys: Value, by: &str) -> Result<AppRecord, AppError>;
    /// Takes one key away. The last one stays: an app without keys is one to suspend.
    async fn revoke_key(&self, app: &ClientId, key: &str, by: &str) -> Result<AppRecord, AppError>;
    /// Ends the tokens that rest on a consent.
    async fn consent_ended(&self, consent: &ConsentId);
}
