//! Keys that came in proofs before. An app signs all its proofs with one key, and reading a key costs more than finding it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use moa_wire::Raw;

use crate::keys::PublicKey;

/// More keys than this are not remembered at once.
const KEYS_MAX: usize = 10_000;

/// The keys of proofs whose signature was right, by the text they were written in. Knowing a key believes nothing: every
/// proof's signature is checked with it.
#[derive(Debug, Default)]
pub struct ProofKeys(Mutex<HashMap<String, Arc<PublicKey>>>);

impl ProofKeys {
    pub(super) fn find(&self, jwk: &Raw) -> Option<Arc<PublicKey>> {
        self.lock().get(jwk.text()).cloned()
    }

    /// When the memory is full it is emptied: whoever asks often is soon there again.
    pub(super) fn keep(&self, jwk: &Raw, key: Arc<PublicKey>) {
        let mut keys = self.lock();
        if keys.len() >= KEYS_MAX {
            keys.clear();
        }
        keys.insert(jwk.text().to_owned(), key);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<PublicKey>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;

    use super::*;
    use crate::keys::SigningKey;

    #[test]
    fn a_key_is_found_by_its_very_text_and_the_memory_has_an_end() {
        let jwk = SigningKey::make(&SeededEntropy::new(1)).public_jwk();
        let key = Arc::new(PublicKey::from_jwk(&jwk).unwrap());
        let (keys, written) = (ProofKeys::default(), Raw::of(&jwk).unwrap());
        keys.keep(&written, Arc::clone(&key));
        assert_eq!(keys.find(&written).unwrap().thumbprint(), key.thumbprint());
        let other = SigningKey::make(&SeededEntropy::new(2)).public_jwk();
        assert!(keys.find(&Raw::of(&other).unwrap()).is_none());
        for n in 0..=KEYS_MAX {
            keys.keep(&Raw::of(&n).unwrap(), Arc::clone(&key));
        }
        assert!(keys.lock().len() <= KEYS_MAX);
    }
}
