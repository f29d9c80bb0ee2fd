//! The HTTP side of a question, without the HTTP.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use moa_kernel::{BankId, InteractionId};
use moa_wire::oauth::OAuthError;

use crate::error::CallContext;

/// A request that a standard wants made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAsk {
    /// The method.
    pub method: Method,
    /// Where to.
    pub path: AskPath,
    /// The query, in order and not yet encoded. Always empty for [`AskPath::Next`].
    pub query: Vec<(String, String)>,
    /// A JSON body.
    pub body: Option<Vec<u8>>,
    /// The key that makes a repetition safe, where the standard has one.
    pub idempotency_key: Option<String>,
}

impl HttpAsk {
    /// A plain GET under the bank's API base.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            path: AskPath::Under(path.into()),
            query: Vec::new(),
            body: None,
            idempotency_key: None,
        }
    }
}

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskPath {
    /// Below the bank's API base, with a leading slash and every segment percent-encoded: `/accounts/22289/balances`.
    Under(String),
    /// A link the bank sent, to be followed as it is and only inside the bank's pinned origin and base path.
    Next(String),
}

/// What came back.
#[derive(Clone)]
pub struct HttpReply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, already limited in size.
    pub body: Bytes,
    /// The id that the request carried, which an error about this reply names.
    pub interaction_id: Option<InteractionId>,
}

impl HttpReply {
    /// Where an error about this reply of a bank happened.
    #[must_use]
    pub fn context(&self, bank: &BankId) -> CallContext {
        CallContext { interaction_id: self.interaction_id.clone(), ..CallContext::of_bank(bank) }
    }

    /// The word an authorisation server says no with in this reply, if it is a registered one.
    pub(crate) fn oauth_code(&self) -> Option<String> {
        let said = serde_json::from_slice::<OAuthError>(&self.body).ok()?;
        CallContext::oauth_code(&said.error)
    }
}

impl std::fmt::Debug for HttpReply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HttpReply({}, {} bytes)", self.status.as_u16(), self.body.len())
    }
}
