//! Tokens that were looked up before, with the consent behind them: what they were worth, for as long as nothing has changed.
//!
//! A token is found by its SHA-256 digest, so this memory opens nothing. What it says holds for one *revision* of the bank's
//! state: every committed write makes another (`Database::revision`), and an entry of an earlier one is as good as none.
//! So a token that is revoked, a consent that is taken back and a grant that ends are noticed by the very next request,
//! whoever wrote it and whichever way; nobody has to remember to tell this memory. The revision is read *before* the look-up
//! whose answer is kept: a write that falls between the two makes the entry stale at birth, never wrong. What ends by itself
//! (token and consent carry their ends) is judged by the policy at each request, by the clock.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use moa_kernel::{ExposeSecret as _, SecretString};
use moa_security::digest::sha256_base64url;

use crate::intake::ConsentFacts;
use crate::tokens::TokenFacts;

/// More tokens than this are not remembered at once.
const TOKENS_MAX: usize = 20_000;

/// What a token is worth.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) token: TokenFacts,
    pub(crate) consent: Option<ConsentFacts>,
}

/// The tokens that were looked up in the present revision.
#[derive(Debug, Default)]
pub(crate) struct KnownTokens(Mutex<Book>);

#[derive(Debug, Default)]
struct Book {
    revision: u64,
    tokens: HashMap<String, Arc<Known>>,
}

impl KnownTokens {
    /// What was found out about a token in this revision.
    pub(crate) fn find(&self, token: &SecretString, revision: u64) -> Option<Arc<Known>> {
        let book = self.lock();
        if book.revision == revision { book.tokens.get(&digest(token)).cloned() } else { None }
    }

    /// Remembers what a look-up found that began in this revision. Only a live token: of one that is not, the next look
    /// may say something else.
    pub(crate) fn keep(&self, token: &SecretString, revision: u64, known: Known) {
        let mut book = self.lock();
        if revision < book.revision {
            return;
        }
        if revision > book.revision || book.tokens.len() >= TOKENS_MAX {
            *book = Book { revision, tokens: HashMap::new() };
        }
        book.tokens.insert(digest(token), Arc::new(known));
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
        Known { token, consent: None }
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

    #[test]
    fn a_look_up_that_a_write_overtook_is_not_believed() {
        let tokens = KnownTokens::default();
        tokens.keep(&SecretString::from("one"), 8, known("app-1"));
        tokens.keep(&SecretString::from("two"), 7, known("app-2"));
        assert_eq!((found(&tokens, "two", 8), found(&tokens, "two", 7)), (None, None));
        tokens.keep(&SecretString::from("two"), 9, known("app-2"));
        assert_eq!(found(&tokens, "one", 9), None, "another revision begins empty");
    }

    #[test]
    fn the_memory_has_an_end() {
        let tokens = KnownTokens::default();
        for n in 0..TOKENS_MAX + 10 {
            tokens.keep(&SecretString::from(n.to_string()), 1, known("app-1"));
        }
        assert!(tokens.lock().tokens.len() <= TOKENS_MAX);
    }
}
