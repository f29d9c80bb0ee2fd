//! Joins the two halves of a bank: the gateway asks, the authorisation server in the same process answers.

use async_trait::async_trait;
use moa_bank_authz::{AuthorisationServer, TokenFacts as Known, TokenKind as KnownKind};
use moa_bank_core::state::StateError;
use moa_bank_gateway::{TokenAuthority, TokenFacts, TokenKind};
use moa_kernel::{ClientId, ConsentId, SecretString};
use tracing::{Span, error};

/// The authorisation server of the same bank, as the gateway sees it.
#[derive(Debug, Clone)]
pub struct OwnTokens(AuthorisationServer);

impl OwnTokens {
    /// What this server knows of its tokens.
    #[must_use]
    pub const fn of(authorisation: AuthorisationServer) -> Self {
        Self(authorisation)
    }
}

#[async_trait]
impl TokenAuthority for OwnTokens {
    async fn introspect(&self, token: &SecretString) -> Option<TokenFacts> {
        if !self.0.introspection_waits() {
            // A few rows by their keys: `Database` says why that may be read here.
            return look_up(&self.0, token);
        }
        let (server, token) = (self.0.clone(), token.clone());
        beside(move || look_up(&server, &token)).await
    }

    async fn once_given_to(&self, token: &SecretString) -> Option<ClientId> {
        // Dead tokens are rare, and guesses stand in line before this is asked: the way round is no matter here.
        let (server, token) = (self.0.clone(), token.clone());
        beside(move || found(server.once_given_to(&token))).await
    }

    fn revision(&self) -> Option<u64> {
        Some(self.0.revision())
    }

    async fn consent_ended(&self, consent: &ConsentId) {
        let (server, ended) = (self.0.clone(), consent.clone());
        let answer = tokio::task::spawn_blocking(move || server.revoke_by_consent(&ended)).await;
        // The consent itself is ended already, so the tokens open nothing either way.
        if !matches!(answer, Ok(Ok(_))) {
            error!(%consent, "the grants of an ended consent could not be revoked");
        }
    }
}

/// Looks for a token where waiting is allowed, as a part of the request that brought it. A look that came to no end found
/// nothing. What a panic says is not written down: it may speak of the token.
async fn beside<T: Send + 'static>(look: impl FnOnce() -> Option<T> + Send + 'static) -> Option<T> {
    let span = Span::current();
    tokio::task::spawn_blocking(move || span.in_scope(look)).await.unwrap_or_else(|end| {
        error!(panicked = end.is_panic(), "the look at a token came to no end");
        None
    })
}

fn look_up(server: &AuthorisationServer, token: &SecretString) -> Option<TokenFacts> {
    found(server.introspect_local(token)).map(facts)
}

/// What was found. A token that cannot be looked up opens nothing.
fn found<T>(look: Result<Option<T>, StateError>) -> Option<T> {
    look.unwrap_or_else(|error| {
        error!(%error, "a token could not be looked up");
        None
    })
}

fn facts(known: Known) -> TokenFacts {
    TokenFacts {
        client: known.client,
        scopes: known.scopes,
        thumbprint: Some(known.jkt),
        kind: match known.kind {
            KnownKind::App => TokenKind::App,
            KnownKind::Customer { customer, consent } => TokenKind::Customer { customer, consent },
        },
        expires_at: known.expires_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_look_that_comes_to_no_end_finds_nothing() {
        assert_eq!(beside(|| Some(7)).await, Some(7));
        assert_eq!(beside(|| -> Option<u8> { panic!("on the way") }).await, None);
    }
}
