//! Public keys as they are published (RFC 7517). Private members have no place to go and are not read.

use serde::{Deserialize, Serialize};

/// One public key. Which members matter depends on `kty`: `EC` has `crv`, `x`, `y`; `RSA` has `n`, `e`; `OKP` has `crv`, `x`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// Key type. Empty when the publisher forgot it; such a key is of no use.
    #[serde(default)]
    pub kty: String,
    /// Curve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    /// First coordinate, base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// Second coordinate, base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// RSA modulus, base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// RSA exponent, base64url.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
    /// The key's name in its set. Not always unique.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// What it is for: `sig` or `enc`.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub public_key_use: Option<String>,
    /// The one algorithm it is meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
}

/// A set of public keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwks {
    /// The keys, in the order they were published.
    pub keys: Vec<Jwk>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_private_part_of_a_key_is_not_even_read() {
        let set: Jwks = serde_json::from_str(
            r#"{"keys":[{"kty":"EC","crv":"P-256","x":"eA","y":"eQ","d":"c2VjcmV0","kid":"a","use":"sig","x5c":["MII"]}]}"#,
        )
        .unwrap();
        let back = serde_json::to_string(&set).unwrap();
        assert_eq!(back, r#"{"keys":[{"kty":"EC","crv":"P-256","x":"eA","y":"eQ","kid":"a","use":"sig"}]}"#);
    }

    #[test]
    fn a_member_given_twice_is_refused() {
        assert!(serde_json::from_str::<Jwk>(r#"{"kty":"EC","x":"eA","x":"eB"}"#).is_err());
    }
}
