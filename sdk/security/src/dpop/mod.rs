//! DPoP (RFC 9449): every request carries a small token, signed with a key only the app has, that names the request. A stolen
//! access token is worth nothing without that key.
//!
//! The app makes a proof with [`make()`] for each request, retries included, and keeps the server's nonces in a
//! [`NonceBook`]. The server takes the one proof out of the headers as an [`UnverifiedProof`], gives nonces from a
//! [`NonceSource`], and checks [`UnverifiedProof::verify`]; then it must ask its [`crate::replay::Replay`] memory about
//! [`VerifiedProof::replay_key`], and compare [`VerifiedProof::thumbprint`] with the key the token is bound to.

mod make;
mod nonce_book;
mod nonce_source;
mod proof;
mod proof_keys;
mod target;

pub use make::{ProofFor, make};
pub use nonce_book::{NonceBook, Side};
pub use nonce_source::NonceSource;
pub use proof::{DpopError, Expected, NonceRule, UnverifiedProof, VerifiedProof};
pub use proof_keys::ProofKeys;

/// The request header a proof travels in.
pub const PROOF_HEADER: &str = "dpop";
/// The response header a nonce travels in.
pub const NONCE_HEADER: &str = "dpop-nonce";

#[cfg(test)]
mod tests;
