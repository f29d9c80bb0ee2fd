//! Builds and verifies what proves who is speaking: PKCE, client assertions, DPoP proofs, id tokens. It never sends anything.
//!
//! Both sides of the wire use it, the app to make and the bank to verify (and for id tokens the other way round), so each
//! file holds both halves of one thing. Every kind of token has its own verifier with its own list of algorithms, its own
//! `typ`, its own claims and its own idea of time; a token of one kind in the place of another is refused (RFC 8725
//! §3.11). Time and randomness are arguments. Types named `Unverified…` have been read and not believed yet.

pub mod assertion;
pub mod attempt;
pub mod digest;
pub mod dpop;
pub mod id_token;
pub mod jws;
pub mod keys;
pub mod pkce;
pub mod replay;
mod times;
