//! How this installation becomes a bank's client.
//!
//! Every installation is a confidential client of its own at every bank: it makes its keys here, keeps them in the vault,
//! and introduces itself by dynamic registration (RFC 7591, `dynamic.rs`) where the bank offers it. Where it does not,
//! credentials supplied by hand are used ([`HandCredentials`]). Keys and client ids are never shared between banks, so an
//! assertion made for one is worth nothing at another. The redirect path carries the bank's id and a random part, drawn
//! once: no other program can guess it, and no two banks share one. It leads to a port of this device, or below an address that the
//! system gives to this app alone ([`ClaimedRedirect`]).

mod claimed;
mod dynamic;
mod error;
mod identity;
mod source;

pub use claimed::{ClaimedRedirect, ClaimedRedirectError};
pub(crate) use dynamic::register;
pub use error::RegistrationError;
pub use identity::ClientIdentity;
pub use source::{CredentialSource, HandCredentials};
