//! The server's nonces. They need no store: a nonce is the number of a time window and a MAC over it, so any that this
//! server gave lately can be recognised, and none can be made up.

use std::sync::{Mutex, PoisonError};

use aws_lc_rs::{digest, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moa_kernel::{Entropy, ExposeSecret as _, SecretString, Timestamp};

/// How long a nonce is the current one. It is accepted for as long again.
const WINDOW_SECONDS: i64 = 120;

/// Gives and recognises nonces. One source serves a whole origin: authorisation server and APIs.
pub struct NonceSource {
    key: hmac::Key,
    /// The nonce of the window that was asked for last: every answer carries it.
    last: Mutex<Option<(i64, String)>>,
}

impl NonceSource {
    /// A source with a key of its own, which dies with the process: after a restart apps are told to try again once.
    #[must_use]
    pub fn new(entropy: &dyn Entropy) -> Self {
        let mut key = zeroize::Zeroizing::new([0_u8; 32]);
        entropy.fill(key.as_mut());
        Self::with(hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()))
    }

    /// A source whose key is derived from a secret that outlives the process: its nonces survive a restart.
    #[must_use]
    pub fn from_secret(secret: &SecretString) -> Self {
        let key = digest::digest(&digest::SHA256, secret.expose_secret().as_bytes());
        Self::with(hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()))
    }

    fn with(key: hmac::Key) -> Self {
        Self { key, last: Mutex::default() }
    }

    /// The nonce to give out now.
    #[must_use]
    pub fn current(&self, now: Timestamp) -> String {
        let window = window(now);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((of, nonce)) if *of == window => nonce.clone(),
            _ => last.insert((window, self.of_window(window))).1.clone(),
        }
    }

    /// Whether a nonce is the current one or the one before.
    #[must_use]
    pub fn accepts(&self, nonce: &str, now: Timestamp) -> bool {
        if self.is_last(nonce, window(now)) {
            return true;
        }
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(nonce.get(..64).unwrap_or(nonce)) else { return false };
        let Some((number, mac)) = bytes.split_first_chunk::<8>() else { return false };
        let given = i64::from_be_bytes(*number);
        let fresh = given == window(now) || given == window(now).saturating_sub(1);
        fresh && hmac::verify(&self.key, number, mac).is_ok()
    }

    /// Whether it is the one that we give to everybody just now: that is no secret, and found quicker than worked out.
    fn is_last(&self, nonce: &str, window: i64) -> bool {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().is_some_and(|(of, given)| *of == window && given == nonce)
    }

    fn of_window(&self, window: i64) -> String {
        let number = window.to_be_bytes();
        let mac = hmac::sign(&self.key, &number);
        URL_SAFE_NO_PAD.encode([&number[..], mac.as_ref()].concat())
    }
}

impl std::fmt::Debug for NonceSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NonceSource(redacted)")
    }
}

fn window(now: Timestamp) -> i64 {
    now.as_second().div_euclid(WINDOW_SECONDS)
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_nonce_is_good_for_its_window_and_the_next() {
        let source = NonceSource::new(&SeededEntropy::new(1));
        let nonce = source.current(at(1200));
        for fresh in [1200, 1319, 1320, 1439] {
            assert!(source.accepts(&nonce, at(fresh)), "{fresh}");
        }
        for stale in [1199, 1440, 1_000_000] {
            assert!(!source.accepts(&nonce, at(stale)), "{stale}");
        }
    }

    #[test]
    fn another_servers_nonce_and_a_changed_one_are_strange() {
        let (mine, yours) = (NonceSource::new(&SeededEntropy::new(1)), NonceSource::new(&SeededEntropy::new(2)));
        let nonce = mine.current(at(0));
        assert!(!yours.accepts(&nonce, at(0)));
        for wrong in
            [String::new(), nonce[1..].to_owned(), format!("{nonce}A"), nonce.to_lowercase(), "a".repeat(100_000)]
        {
            assert!(!mine.accepts(&wrong, at(0)));
        }
        assert!(nonce.len() < 64);
    }

    #[test]
    fn a_kept_secret_keeps_its_nonces_good() {
        let source = |secret: &str| NonceSource::from_secret(&SecretString::from(secret));
        let nonce = source("kept").current(at(0));
        assert!(source("kept").accepts(&nonce, at(0)));
        assert!(!source("other").accepts(&nonce, at(0)));
    }

    proptest! {
        #[test]
        fn nothing_invented_is_accepted_and_nothing_panics(text in ".{0,100}", second in any::<i32>()) {
            prop_assert!(!NonceSource::new(&SeededEntropy::new(1)).accepts(&text, at(second.into())));
        }
    }
}
