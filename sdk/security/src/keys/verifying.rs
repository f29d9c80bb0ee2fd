//! Somebody's published keys, the useless ones left out.

use moa_wire::jose::Jwks;

use super::PublicKey;
use crate::jws::Alg;

/// More keys than this nobody needs; the rest is not even looked at.
const KEYS_MAX: usize = 64;

/// The keys of one party that we are willing to check signatures with.
#[derive(Debug, Clone, Default)]
pub struct VerifyingKeys {
    keys: Vec<PublicKey>,
    dropped: usize,
}

impl VerifyingKeys {
    /// Takes the usable keys of a set and drops the others, so that one odd key does not lock its owner out.
    #[must_use]
    pub fn from_jwks(jwks: &Jwks) -> Self {
        let keys: Vec<_> = jwks.keys.iter().take(KEYS_MAX).filter_map(|jwk| PublicKey::from_jwk(jwk).ok()).collect();
        let dropped = jwks.keys.len().saturating_sub(keys.len());
        Self { keys, dropped }
    }

    /// How many keys are left.
    #[must_use]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether none is left: nothing this party signs can be believed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// How many keys were dropped. A bank refuses to register an app with any (weak keys are a mistake to be told of).
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Whether one of the keys has this name, or the name is not given. When not, a fresh key set may be worth fetching.
    #[must_use]
    pub fn knows(&self, kid: Option<&str>) -> bool {
        kid.is_none_or(|kid| self.keys.iter().any(|key| key.kid.as_deref() == Some(kid)))
    }

    /// The keys a signature with this name and algorithm may be from. Names are not unique (FAPI 2.0 §5.4.3), so the
    /// algorithm chooses too; a signature without a name may be from any key of its algorithm.
    pub(crate) fn candidates<'a>(&'a self, kid: Option<&'a str>, alg: Alg) -> impl Iterator<Item = &'a PublicKey> {
        self.keys
            .iter()
            .filter(move |key| key.alg == alg && kid.is_none_or(|kid| key.kid.as_deref() == Some(kid)))
            .take(8)
    }

    /// A key to do the work of a check with where no candidate is. What it says counts for nothing.
    pub(crate) fn decoy(&self, alg: Alg) -> Option<&PublicKey> {
        self.keys.iter().find(|key| key.alg == alg)
    }
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;
    use moa_wire::jose::Jwk;

    use super::*;
    use crate::keys::SigningKey;

    #[test]
    fn odd_keys_are_dropped_and_counted() {
        let good = SigningKey::make(&SeededEntropy::new(1)).public_jwk();
        let odd = Jwk { kty: "PQC".to_owned(), ..Jwk::default() };
        let keys = VerifyingKeys::from_jwks(&Jwks { keys: vec![odd, good.clone()] });
        assert_eq!((keys.len(), keys.dropped()), (1, 1));
        assert!(keys.knows(good.kid.as_deref()) && keys.knows(None) && !keys.knows(Some("other")));
        assert!(VerifyingKeys::from_jwks(&Jwks::default()).is_empty());
    }

    #[test]
    fn an_unknown_name_finds_no_candidate_but_work_all_the_same() {
        let good = SigningKey::make(&SeededEntropy::new(1)).public_jwk();
        let keys = VerifyingKeys::from_jwks(&Jwks { keys: vec![good] });
        assert_eq!(keys.candidates(Some("unknown"), Alg::Es256).count(), 0);
        assert!(keys.decoy(Alg::Es256).is_some());
        assert!(keys.decoy(Alg::Ps256).is_none());
    }

    #[test]
    fn a_flood_of_keys_is_cut_off() {
        let good = SigningKey::make(&SeededEntropy::new(1)).public_jwk();
        assert_eq!(VerifyingKeys::from_jwks(&Jwks { keys: vec![good; 1000] }).len(), KEYS_MAX);
    }
}
