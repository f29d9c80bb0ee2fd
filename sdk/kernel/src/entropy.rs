//! Where luck comes from. Production asks the operating system; tests and the mock banks' seeded lives ask a seed.

use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use secrecy::SecretString;

/// Gives random bytes.
pub trait Entropy: Send + Sync + 'static {
    /// Fills `into` with random bytes.
    fn fill(&self, into: &mut [u8]);

    /// 256 random bits as 43 characters of base64url: the size of every code, token, `state` and `request_uri`
    /// (FAPI 2.0 Security Profile §5.4.1 asks for at least 128 bits).
    fn token(&self) -> SecretString {
        let mut bytes = [0_u8; 32];
        self.fill(&mut bytes);
        SecretString::from(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// A random (version 4) UUID in its usual text form, for interaction ids and `jti` values.
    fn uuid(&self) -> String {
        let mut bytes = [0_u8; 16];
        self.fill(&mut bytes);
        let random = u128::from_be_bytes(bytes);
        // RFC 9562 §5.4: four bits of version, two bits of variant.
        let bits = (random & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
        let hex = format!("{bits:032x}");
        let (a, rest) = hex.split_at(8);
        let (b, rest) = rest.split_at(4);
        let (c, rest) = rest.split_at(4);
        let (d, e) = rest.split_at(4);
        format!("{a}-{b}-{c}-{d}-{e}")
    }
}

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    #[allow(clippy::disallowed_methods, reason = "this is the one place where real randomness enters")]
    #[allow(clippy::panic, reason = "a machine without a random generator must not make keys at all")]
    fn fill(&self, into: &mut [u8]) {
        if let Err(error) = getrandom::fill(into) {
            panic!("the operating system gives no randomness: {error}");
        }
    }
}

/// A generator that gives the same bytes for the same seed. For tests and invented data, never for real keys.
#[derive(Debug)]
pub struct SeededEntropy(Mutex<ChaCha20Rng>);

impl SeededEntropy {
    /// A generator that starts from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, into: &mut [u8]) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(into);
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn ten_thousand_tokens_do_not_repeat() {
        let tokens: std::collections::HashSet<_> =
            (0..10_000).map(|_| OsEntropy.token().expose_secret().to_owned()).collect();
        assert_eq!(tokens.len(), 10_000);
        assert!(tokens.iter().all(|token| token.len() == 43));
    }

    #[test]
    fn a_uuid_says_that_it_is_random() {
        let id = SeededEntropy::new(7).uuid();
        assert_eq!(id.len(), 36);
        assert_eq!(id.as_bytes()[14], b'4');
        assert!(b"89ab".contains(&id.as_bytes()[19]));
    }

    #[test]
    fn the_same_seed_gives_the_same_luck() {
        assert_eq!(SeededEntropy::new(1).uuid(), SeededEntropy::new(1).uuid());
        assert_ne!(SeededEntropy::new(1).uuid(), SeededEntropy::new(2).uuid());
    }
}
