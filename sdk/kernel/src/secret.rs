//! Values that must never be seen: the `secrecy` crate's types, and one way to compare them.

use subtle::ConstantTimeEq as _;

pub use secrecy::{ExposeSecret, SecretString};

/// Whether two secrets are the same text. Takes the same time wherever they differ; only their lengths may show.
#[must_use]
pub fn same_secret(one: &SecretString, other: &SecretString) -> bool {
    one.expose_secret().as_bytes().ct_eq(other.expose_secret().as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_equals_only_itself_and_is_never_printed() {
        let secret = SecretString::from("open sesame");
        assert!(same_secret(&secret, &SecretString::from("open sesame")));
        assert!(!same_secret(&secret, &SecretString::from("open sesamE")));
        assert!(!same_secret(&secret, &SecretString::from("open")));
        assert!(!format!("{secret:?}").contains("sesame"));
    }
}
