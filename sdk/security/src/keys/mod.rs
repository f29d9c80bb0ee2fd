//! Keys: the ones we sign with and the ones we believe.
//!
//! A [`SigningKey`] is a P-256 key with its secret inside; it is made from an `Entropy`, kept in a vault as a secret JWK,
//! and named by its RFC 7638 thumbprint. [`VerifyingKeys`] are somebody's published keys with the useless ones left
//! out: unknown kinds, keys for encryption, and keys too weak to believe (FAPI 2.0 Security Profile §5.4.1).

mod public;
mod signing;
mod verifying;

pub use public::{PublicKey, UnusableKey, thumbprint};
pub use signing::{KeyError, SigningKey};
pub use verifying::VerifyingKeys;
