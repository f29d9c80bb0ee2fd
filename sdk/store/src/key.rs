//! The key of a database: 256 random bits, as 64 hexadecimal digits.

use moa_kernel::{ExposeSecret as _, SecretString};
use moa_sdk::store::StoreError;
use zeroize::Zeroizing;

/// The statement that gives a connection its key. It has to be a statement: `pragma_update` works on a new file and fails
/// on an existing one. The raw form (`x'…'`) skips the key derivation, which a random key does not need.
pub(crate) fn statement(key: &SecretString) -> Result<Zeroizing<String>, StoreError> {
    let digits = key.expose_secret();
    if digits.len() != 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(StoreError::WrongKey);
    }
    Ok(Zeroizing::new(format!("PRAGMA key = \"x'{digits}'\";")))
}

#[cfg(test)]
mod tests {
    use moa_kernel::SeededEntropy;
    use moa_sdk::vault::make_database_key;

    use super::*;

    #[test]
    fn a_key_is_64_digits_and_nothing_else_is_let_into_the_statement() {
        let key = make_database_key(&SeededEntropy::new(1));
        assert!(statement(&key).is_ok());
        assert!(!format!("{key:?}").contains(&key.expose_secret()[..8]));
        for wrong in ["", "abc", "' OR 1=1; --", &"g".repeat(64), &"a".repeat(65)] {
            assert!(matches!(statement(&SecretString::from(wrong)), Err(StoreError::WrongKey)));
        }
    }
}
