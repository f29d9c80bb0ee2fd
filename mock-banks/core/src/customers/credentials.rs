//! Argon2id hashes of passwords, at the cost that OWASP's password storage guidance asks for: 19 MiB, two passes.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use moa_kernel::{Entropy, ExposeSecret as _, SecretString};

/// What an unknown login is judged by: a hash nobody knows a password for, made at the cost of every other hash.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5bm9ibw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A longer password is refused before it is hashed: the work must not grow with what a stranger sends.
const PASSWORD_BYTES_MAX: usize = 1024;

/// Why a password cannot be hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password cannot be hashed")]
pub struct CannotHash;

fn argon2id() -> Result<Argon2<'static>, CannotHash> {
    let params = Params::new(19_456, 2, 1, None).map_err(|_| CannotHash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Makes the hash of a new password, in PHC text form.
///
/// # Errors
/// When it is longer than any password.
pub fn make_hash(password: &SecretString, entropy: &dyn Entropy) -> Result<String, CannotHash> {
    let password = password.expose_secret().as_bytes();
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(CannotHash);
    }
    let mut salt = [0_u8; 16];
    entropy.fill(&mut salt);
    let hash: PasswordHash = argon2id()?.hash_password_with_salt(password, &salt).map_err(|_| CannotHash)?;
    Ok(hash.to_string())
}

/// Whether a password belongs to a hash. Without a hash (an unknown login) the answer is no, after the same work.
#[must_use]
pub fn matches(password: &SecretString, hash: Option<&str>) -> bool {
    let password = password.expose_secret().as_bytes();
    let within = password.get(..PASSWORD_BYTES_MAX).unwrap_or(password);
    let Ok(argon2id) = argon2id() else { return false };
    let right = argon2id.verify_password(within, hash.unwrap_or(NOBODY)).is_ok();
    right && hash.is_some() && password.len() <= PASSWORD_BYTES_MAX
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;

    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn a_password_opens_its_own_hash_only() {
        let hash = make_hash(&secret("moa-demo-2026"), &SeededEntropy::new(1)).unwrap();
        assert!(matches(&secret("moa-demo-2026"), Some(&hash)));
        assert!(!matches(&secret("moa-demo-2027"), Some(&hash)));
        assert!(!matches(&secret(""), Some(&hash)));
        assert!(!matches(&secret("moa-demo-2026"), None));
        assert!(!hash.contains("moa-demo"));
    }

    #[test]
    fn two_customers_with_one_password_have_two_hashes() {
        let entropy = SeededEntropy::new(1);
        let password = secret("moa-demo-2026");
        assert_ne!(make_hash(&password, &entropy), make_hash(&password, &entropy));
    }

    #[test]
    fn a_stranger_costs_what_a_customer_costs() {
        let hash = make_hash(&secret("moa-demo-2026"), &SeededEntropy::new(1)).unwrap();
        let cost = |text: &str| text.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(cost(&hash), cost(NOBODY));
        assert_eq!(
            PasswordHash::new(&hash).unwrap().salt.map(|s| s.len()),
            PasswordHash::new(NOBODY).unwrap().salt.map(|s| s.len())
        );
    }

    #[test]
    fn a_huge_password_is_refused_even_when_its_beginning_is_right() {
        let long = "x".repeat(PASSWORD_BYTES_MAX);
        let hash = make_hash(&secret(&long), &SeededEntropy::new(1)).unwrap();
        assert!(matches(&secret(&long), Some(&hash)));
        assert!(!matches(&secret(&format!("{long}x")), Some(&hash)));
        assert_eq!(make_hash(&secret(&format!("{long}x")), &SeededEntropy::new(1)), Err(CannotHash));
    }
}
