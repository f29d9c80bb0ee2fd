//! Everything that travels to a bank goes through here, and nowhere else.
//!
//! Each bank has a [`BankHttp`] of its own: its own connections, its own budget, its own DPoP nonces, its own pinned
//! addresses. So one slow bank slows nobody else, and nothing meant for one bank can reach another. A call passes the
//! layers that `stack.rs` lists, in that order and with the reason for each; what every layer does is in the file of its
//! name. Answers come back bounded in size and in time, whatever the bank does.

mod address;
mod body;
mod budget;
mod call;
mod error;
mod limits;
mod nonce;
mod pins;
mod retry;
mod roots;
mod skew;
mod sleeper;
mod stack;
#[cfg(test)]
mod tests;
mod transport;

pub use address::{Environment, UrlRefused, check_url};
pub(crate) use call::{Call, Payload};
pub(crate) use error::HttpError;
pub use limits::Limits;
pub(crate) use pins::origin;
pub use pins::{Pins, UntrustedLink};
pub use roots::{NotACertificate, TrustedCertificate};
pub use sleeper::{Sleeper, TokioSleeper};
pub use stack::BankHttp;
pub(crate) use stack::Tools;
pub(crate) use transport::{Transport, TransportOptions};
