//! PKCE (RFC 7636), S256 only: the app keeps a verifier, the server keeps its digest, and only who knows the verifier can
//! use the code. There is no way to ask for `plain`.

use moa_kernel::{Entropy, ExposeSecret as _, SecretString, same_secret};

use crate::digest::sha256_base64url;

/// The only `code_challenge_method` there is.
pub const METHOD: &str = "S256";

/// The secret half. It cannot be cloned, because a second use of it would be a mistake.
#[derive(Debug)]
pub struct Verifier(SecretString);

/// The public half.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge(String);

/// Why a request or an exchange is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PkceError {
    /// The request has no challenge.
    #[error("a code_challenge is required")]
    Missing,
    /// The request names no method (which would mean `plain`) or another one.
    #[error("code_challenge_method must be S256")]
    Method,
    /// The challenge is not 43 characters of base64url.
    #[error("the code_challenge is malformed")]
    Malformed,
    /// The verifier is absent, malformed or another one, or comes without a challenge to answer to.
    #[error("the code_verifier does not fit")]
    Mismatch,
}

impl Verifier {
    /// Makes a new verifier: 256 random bits as 43 characters.
    #[must_use]
    pub fn make(entropy: &dyn Entropy) -> Self {
        Self(entropy.token())
    }

    /// Takes a verifier that was made before and kept in the attempt's record.
    #[must_use]
    pub fn from_secret(secret: SecretString) -> Self {
        Self(secret)
    }

    /// The text, to be sent with the code and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// The public half.
    #[must_use]
    pub fn challenge(&self) -> Challenge {
        Challenge(sha256_base64url(self.expose()))
    }
}

impl Challenge {
    /// Takes the two parameters of a pushed request.
    ///
    /// # Errors
    /// When either is absent, the method is not S256, or the challenge cannot be a SHA-256.
    pub fn from_request(challenge: Option<&str>, method: Option<&str>) -> Result<Self, PkceError> {
        let challenge = challenge.filter(|text| !text.is_empty()).ok_or(PkceError::Missing)?;
        if method != Some(METHOD) {
            return Err(PkceError::Method);
        }
        Self::parse(challenge)
    }

    /// Takes a stored challenge.
    ///
    /// # Errors
    /// When it is not 43 characters of base64url.
    pub fn parse(text: &str) -> Result<Self, PkceError> {
        let fits = text.len() == 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if fits { Ok(Self(text.to_owned())) } else { Err(PkceError::Malformed) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Checks a verifier. A missing one never fits; neither does one outside the grammar of RFC 7636 §4.1.
    ///
    /// # Errors
    /// [`PkceError::Mismatch`].
    pub fn check(&self, verifier: Option<&str>) -> Result<(), PkceError> {
        let verifier = verifier.filter(|text| is_verifier(text)).ok_or(PkceError::Mismatch)?;
        let (kept, derived) = (SecretString::from(self.0.as_str()), SecretString::from(sha256_base64url(verifier)));
        if same_secret(&kept, &derived) { Ok(()) } else { Err(PkceError::Mismatch) }
    }
}

fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_published_pair_fits() {
        // RFC 7636, appendix B.
        let challenge = Challenge::from_request(Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"), Some("S256"));
        assert_eq!(challenge.unwrap().check(Some("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")), Ok(()));
    }

    #[test]
    fn a_downgrade_is_refused_at_the_request() {
        let challenge = Verifier::make(&SeededEntropy::new(1)).challenge();
        let text = Some(challenge.as_str());
        assert!(Challenge::from_request(text, Some("S256")).is_ok());
        for method in [None, Some("plain"), Some("s256"), Some(""), Some("S512")] {
            assert_eq!(Challenge::from_request(text, method), Err(PkceError::Method), "{method:?}");
        }
        for challenge in [None, Some("")] {
            assert_eq!(Challenge::from_request(challenge, Some("S256")), Err(PkceError::Missing));
        }
        for challenge in ["short", &"=".repeat(43), &"a".repeat(44)] {
            assert_eq!(Challenge::from_request(Some(challenge), Some("S256")), Err(PkceError::Malformed));
        }
    }

    #[test]
    fn no_verifier_or_another_does_not_fit() {
        let luck = SeededEntropy::new(1);
        let (verifier, other) = (Verifier::make(&luck), Verifier::make(&luck));
        let challenge = verifier.challenge();
        assert_eq!(challenge.check(Some(verifier.expose())), Ok(()));
        for wrong in [None, Some(""), Some(other.expose()), Some(challenge.as_str()), Some("x")] {
            assert_eq!(challenge.check(wrong), Err(PkceError::Mismatch));
        }
        assert!(!format!("{verifier:?}").contains(verifier.expose()));
    }

    proptest! {
        #[test]
        fn only_verifiers_inside_the_grammar_fit_their_own_challenge(text in ".{0,140}") {
            let challenge = Challenge::parse(&sha256_base64url(&text)).unwrap();
            prop_assert_eq!(challenge.check(Some(&text)).is_ok(), is_verifier(&text));
        }

        #[test]
        fn every_verifier_we_make_fits_and_is_inside_the_grammar(seed in any::<u64>()) {
            let verifier = Verifier::make(&SeededEntropy::new(seed));
            prop_assert!(is_verifier(verifier.expose()));
            prop_assert_eq!(verifier.challenge().check(Some(verifier.expose())), Ok(()));
        }
    }
}
