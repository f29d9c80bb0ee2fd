//! How a customer is called towards apps: by another name for each app, so that two apps cannot compare notes
//! (OpenID Connect Core §8, pairwise identifiers).

use moa_kernel::{ClientId, CustomerId, ExposeSecret as _, SecretString};
use moa_security::digest::sha256_base64url;

/// The `sub` of a customer for one app: always the same, useless anywhere else.
pub(crate) fn derive(salt: &SecretString, client: &ClientId, customer: &CustomerId) -> String {
    // The lengths keep ("ab", "c") apart from ("a", "bc").
    let parts = [client.as_str(), customer.as_str()].map(|part| format!("{}:{part}", part.len()));
    sha256_base64url(format!("{}|{}|{}", salt.expose_secret(), parts[0], parts[1]).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_app_knows_a_customer_by_another_name() {
        let salt = SecretString::from("salt");
        let (moa, other) = (ClientId::new("moa").unwrap(), ClientId::new("other").unwrap());
        let mina = CustomerId::new("mina").unwrap();
        assert_eq!(derive(&salt, &moa, &mina), derive(&salt, &moa, &mina));
        assert_ne!(derive(&salt, &moa, &mina), derive(&salt, &other, &mina));
        assert_ne!(derive(&salt, &moa, &mina), derive(&SecretString::from("pepper"), &moa, &mina));
        assert!(!derive(&salt, &moa, &mina).contains("mina"));
    }
}
