//! Keys that came in proofs before. An app signs all its proofs with one key, and reading a key costs more than finding it.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use moa_wire::Raw;

use super::VerifiedProof;
use crate::digest::{SHA256_OUTPUT_LEN, sha256};
use crate::keys::PublicKey;

/// More keys than this are not remembered at once.
const KEYS_MAX: usize = 10_000;

/// The digest of the text a key was written in: texts can be long.
type Text = [u8; SHA256_OUTPUT_LEN];

/// The keys of proofs that were believed, found by the text they were written in. Knowing a key believes nothing: every
/// proof's signature is checked with it.
#[derive(Debug, Default)]
pub struct ProofKeys(Mutex<HashMap<Text, Arc<PublicKey>>>);

/// A key that was read for one proof.
#[derive(Clone)]
pub(super) struct NewKey {
    text: Text,
    key: Arc<PublicKey>,
}

impl ProofKeys {
    /// Remembers the key of a proof. Only of one that is by the key its token is bound to: whoever holds a stolen token could
    /// else fill the memory with keys of their own, and push out everybody's.
    pub fn keep(&self, proof: &VerifiedProof) {
        let Some(NewKey { text, key }) = &proof.new_key else { return };
        let mut keys = self.lock();
        // Whoever asks often is soon there again.
        if keys.len() >= KEYS_MAX {
            keys.clear();
        }
        keys.insert(*text, Arc::clone(key));
    }

    /// Whether a key is remembered, by its thumbprint and in whatever words it was written.
    #[must_use]
    pub fn knows(&self, thumbprint: &str) -> bool {
        self.lock().values().any(|key| key.thumbprint() == thumbprint)
    }

    pub(super) fn find(&self, jwk: &Raw) -> Option<Arc<PublicKey>> {
        self.lock().get(&sha256(jwk.text())).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Text, Arc<PublicKey>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lock().len()
    }
}

impl NewKey {
    pub(super) fn of(jwk: &Raw, key: &Arc<PublicKey>) -> Self {
        Self { text: sha256(jwk.text()), key: Arc::clone(key) }
    }
}

/// The same text is the same key.
impl PartialEq for NewKey {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for NewKey {}

impl fmt::Debug for NewKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewKey({})", self.key.thumbprint())
    }
}

#[cfg(test)]
mod tests {
    use moa_kernel::{SeededEntropy, Timestamp};

    use super::*;
    use crate::keys::SigningKey;

    fn proof(text: &Raw, key: &Arc<PublicKey>) -> VerifiedProof {
        let new_key = Some(NewKey::of(text, key));
        let (thumbprint, jti) = (key.thumbprint().to_owned(), "j".to_owned());
        VerifiedProof { thumbprint, jti, iat: Timestamp::UNIX_EPOCH, new_key }
    }

    #[test]
    fn a_key_is_found_by_its_very_text_and_the_memory_has_an_end() {
        let jwk = SigningKey::make(&SeededEntropy::new(1)).public_jwk();
        let key = Arc::new(PublicKey::from_jwk(&jwk).unwrap());
        let (keys, written) = (ProofKeys::default(), Raw::of(&jwk).unwrap());
        keys.keep(&proof(&written, &key));
        assert_eq!(keys.find(&written).unwrap().thumbprint(), key.thumbprint());
        let other = SigningKey::make(&SeededEntropy::new(2)).public_jwk();
        let another = PublicKey::from_jwk(&other).unwrap();
        assert!(keys.knows(key.thumbprint()) && !keys.knows(another.thumbprint()));
        assert!(keys.find(&Raw::of(&other).unwrap()).is_none());
        for n in 0..=KEYS_MAX {
            keys.keep(&proof(&Raw::of(&n).unwrap(), &key));
        }
        assert!((1..=KEYS_MAX).contains(&keys.len()));
    }
}
