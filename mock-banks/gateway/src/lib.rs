//! The gateway: the only way into a bank for an app.
//!
//! Every request walks the same line, and each step can be read and tested alone:
//! [`stack`] wraps it (interaction id, headers, limits, time) → `route` finds the [`Operation`] in the table of
//! [`operations`] → `intake` gathers [`Facts`] and decides nothing → [`policy::admit`] says yes or no and is pure →
//! the [`Processor`](moa_bank_processing::Processor) answers what was admitted → `refusal` puts a no into the standard's
//! words. The gateway never reads the authorisation server's tables: it asks through [`TokenAuthority`].

mod handle;
mod intake;
mod interaction;
pub mod operations;
mod parts;
pub mod policy;
mod refusal;
mod route;
pub mod stack;
mod tokens;

pub use intake::{AccountInPath, ConsentFacts, Credential, Facts, ProofFacts, Scheme};
pub use operations::{Grant, Operation};
pub use parts::GatewayParts;
pub use stack::router;
pub use tokens::{TokenAuthority, TokenFacts, TokenKind};
