//! Passwords of the management centre: made here where nobody chooses one, hashed as customers' are.

use moa_bank_core::customers::{CannotHash, is_password, make_password_hash};
use moa_kernel::{Entropy, ExposeSecret as _, SecretString};

use super::AccountError;

/// Letters and digits that nobody takes for each other.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Twenty of them are 100 bits.
const LETTERS: usize = 20;

/// A password that can be read aloud and typed: four groups of five.
pub(super) fn make(entropy: &dyn Entropy) -> Result<SecretString, AccountError> {
    let mut bytes = [0_u8; LETTERS];
    entropy.fill(&mut bytes);
    let letter = |byte: &u8| ALPHABET.get(usize::from(byte % 32)).copied().map(char::from);
    let groups: Vec<String> = bytes.chunks(5).map(|group| group.iter().filter_map(letter).collect()).collect();
    Ok(SecretString::from(groups.join("-")))
}

/// Whether somebody may choose it.
pub(super) fn check(password: &SecretString) -> Result<(), AccountError> {
    let length = password.expose_secret().chars().count();
    if (12..=200).contains(&length) { Ok(()) } else { Err(AccountError::Password) }
}

pub(super) fn hash(password: &SecretString, entropy: &dyn Entropy) -> Result<String, CannotHash> {
    make_password_hash(password, entropy)
}

/// Takes the same time whether there is a hash or not.
pub(super) fn is_right(password: &SecretString, hash: Option<&str>) -> bool {
    is_password(password, hash)
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;

    use super::*;

    #[test]
    fn a_password_that_is_made_can_be_typed_and_may_be_kept() {
        let made = make(&SeededEntropy::new(1)).unwrap();
        let text = made.expose_secret();
        assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [5, 5, 5, 5]);
        assert!(text.bytes().all(|byte| byte == b'-' || ALPHABET.contains(&byte)), "{text}");
        assert!(check(&made).is_ok());
        assert!(matches!(check(&SecretString::from("elevenchars")), Err(AccountError::Password)));
        assert!(matches!(check(&SecretString::from("x".repeat(201))), Err(AccountError::Password)));
    }
}
