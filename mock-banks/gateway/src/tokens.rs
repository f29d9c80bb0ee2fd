//! What the gateway wants to know about an access token, and whom it asks.

use async_trait::async_trait;
use moa_kernel::{ClientId, ConsentId, CustomerId, SecretString, Timestamp};

/// Knows the bank's access tokens. The authorisation server implements it; the gateway sees nothing else of it.
#[async_trait]
pub trait TokenAuthority: Send + Sync {
    /// The facts about a token that is live, and nothing for one that is unknown, revoked or expired.
    async fn introspect(&self, token: &SecretString) -> Option<TokenFacts>;

    /// The app that a token was given to, where the token is live no more and the authority still remembers it. So its owner can be
    /// told why it opens nothing.
    async fn once_given_to(&self, _token: &SecretString) -> Option<ClientId> {
        None
    }

    /// A number that is another after every change that could make a token worth less. With it answers are remembered for as
    /// long as it stays the same; without it every request asks.
    fn revision(&self) -> Option<u64> {
        None
    }

    /// An app has ended one of its consents: what was given on it must end as well.
    async fn consent_ended(&self, consent: &ConsentId);
}

/// Facts about a live access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFacts {
    /// The app it was given to.
    pub client: ClientId,
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// The thumbprint of the key it is bound to. Nothing opens with a token that is not bound.
    pub thumbprint: Option<String>,
    /// Whether it speaks for the app or for a customer.
    pub kind: TokenKind,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// For whom a token speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenKind {
    /// For the app itself (client credentials).
    App,
    /// For a customer, by a consent (authorisation code).
    Customer {
        /// The customer.
        customer: CustomerId,
        /// Their consent.
        consent: ConsentId,
    },
}
