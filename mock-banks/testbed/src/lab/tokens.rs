//! The lab's own token authority: it knows the tokens that the lab gave out, and ends them when they are to end.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use moa_bank_gateway::{TokenAuthority, TokenFacts, TokenKind};
use moa_kernel::{ConsentId, ExposeSecret as _, SecretString};

/// Tokens and what they are worth.
#[derive(Default)]
pub(super) struct LabTokens {
    known: Mutex<HashMap<String, TokenFacts>>,
}

impl LabTokens {
    pub(super) fn give(&self, token: &str, facts: TokenFacts) {
        self.lock().insert(token.to_owned(), facts);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, TokenFacts>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl TokenAuthority for LabTokens {
    async fn introspect(&self, token: &SecretString) -> Option<TokenFacts> {
        self.lock().get(token.expose_secret()).cloned()
    }

    async fn consent_ended(&self, ended: &ConsentId) {
        self.lock().retain(|_, facts| !matches!(&facts.kind, TokenKind::Customer { consent, .. } if consent == ended));
    }
}
