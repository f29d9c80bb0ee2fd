//! The two secrets that tie an answer to one authorisation attempt: `state` on the way through the browser, `nonce` inside
//! the id token. Both are 256 random bits, compared in constant time.

use moa_kernel::{Entropy, ExposeSecret as _, SecretString, same_secret};

/// The attempt's name in the browser.
#[derive(Debug, Clone)]
pub struct State(SecretString);

/// The attempt's mark in the id token. 43 characters; FAPI 2.0 lets a server refuse more than 64.
#[derive(Debug, Clone)]
pub struct Nonce(SecretString);

macro_rules! attempt_secret {
    ($name:ident) => {
        impl $name {
            /// Makes a new one.
            #[must_use]
            pub fn make(entropy: &dyn Entropy) -> Self {
                Self(entropy.token())
            }

            /// Takes one that was made before.
            #[must_use]
            pub fn from_secret(secret: SecretString) -> Self {
                Self(secret)
            }

            /// The text, to be sent.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }

            /// Whether what came back is this one.
            #[must_use]
            pub fn matches(&self, received: &str) -> bool {
                same_secret(&self.0, &SecretString::from(received))
            }
        }
    };
}

attempt_secret!(State);
attempt_secret!(Nonce);

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;

    use super::*;

    #[test]
    fn a_state_matches_itself_and_nothing_else() {
        let luck = SeededEntropy::new(1);
        let (mine, yours) = (State::make(&luck), State::make(&luck));
        assert!(mine.matches(mine.expose()));
        for wrong in [yours.expose(), "", &mine.expose()[1..], &format!("{} ", mine.expose())] {
            assert!(!mine.matches(wrong));
        }
        assert!(!format!("{mine:?}").contains(mine.expose()));
    }

    #[test]
    fn a_nonce_is_short_enough_for_every_server() {
        assert!(Nonce::make(&SeededEntropy::new(1)).expose().len() <= 64);
    }
}
