//! Tokens that were looked up before, with the consent behind them: what they were worth, for as long as nothing has changed.
//!
//! A token is found by its SHA-256 digest, so this memory opens nothing. What it says holds for one revision of the bank's
//! state ([`Remembered`]): a token that is revoked, a consent that is taken back and a grant that ends are noticed by the very
//! next request. What ends by itself (token and consent carry their ends) is judged by the policy at each request, by the clock.

use std::sync::Arc;

use moa_bank_core::state::Remembered;
use moa_kernel::{ExposeSecret as _, SecretString};
use moa_security::digest::sha256_base64url;

use crate::intake::ConsentFacts;
use crate::tokens::TokenFacts;

/// More tokens than this are not remembered at once.
const TOKENS_MAX: usize = 20_000;

/// What a token is worth.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) token: Arc<TokenFacts>,
    pub(crate) consent: Option<Arc<ConsentFacts>>,
}

/// The tokens that were looked up in the present revision.
#[derive(Debug)]
pub(crate) struct KnownTokens(Remembered<String, Known>);

impl Default for KnownTokens {
    fn default() -> Self {
        Self(Remembered::new(TOKENS_MAX))
    }
}

impl KnownTokens {
    /// What was found out about a token in this revision.
    pub(crate) fn find(&self, token: &SecretString, revision: u64) -> Option<Known> {
        self.0.find(&digest(token), revision)
    }

    /// Remembers what a look-up found that began in this revision. Only a live token: of one that is not, the next look
    /// may say something else.
    pub(crate) fn keep(&self, token: &SecretString, revision: u64, known: Known) {
        self.0.keep(digest(token), revision, known);
    }
}

fn digest(token: &SecretString) -> String {
    sha256_base64url(token.expose_secret())
}

#[cfg(test)]
mod tests {
    use moa_kernel::{ClientId, Timestamp};

    use super::*;
    use crate::tokens::TokenKind;

    fn known(app: &str) -> Known {
        let token = TokenFacts {
            client: ClientId::new(app).unwrap(),
            scopes: Vec::new(),
            thumbprint: None,
            kind: TokenKind::App,
            expires_at: Timestamp::MAX,
        };
        Known { token: Arc::new(token), consent: None }
    }

    fn found(tokens: &KnownTokens, token: &str, revision: u64) -> Option<String> {
        tokens.find(&SecretString::from(token), revision).map(|known| known.token.client.to_string())
    }

    #[test]
    fn what_was_found_holds_for_its_revision_alone() {
        let tokens = KnownTokens::default();
        tokens.keep(&SecretString::from("one"), 7, known("app-1"));
        assert_eq!(found(&tokens, "one", 7).as_deref(), Some("app-1"));
        assert_eq!((found(&tokens, "two", 7), found(&tokens, "one", 8), found(&tokens, "one", 6)), (None, None, None));
    }
}
