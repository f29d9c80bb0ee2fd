//! The gateway: the only way into a bank for an app.
//!
//! Every request walks the same line, and each step can be read and tested alone:
//! [`stack`] wraps it (interaction id, route, headers, limits, time): the route is looked up once, in the table the bank's
//! [`Registry`](moa_bank_registry::Registry) has at that moment, and the request finishes on it → `intake` gathers [`Facts`] and decides nothing → [`policy::admit`] says yes or no and is pure →
//! the [`Processor`](moa_bank_processing::Processor) answers what was admitted → `refusal` puts a no into the standard's
//! words. The gateway never reads the authorisation server's tables: it asks through [`TokenAuthority`].

mod handle;
mod intake;
mod interaction;
mod parts;
pub mod policy;
mod refusal;
pub mod stack;
mod tokens;

pub use intake::{AccountInPath, ConsentFacts, Credential, Facts, ProofFacts, Scheme};
pub use parts::GatewayParts;
pub use stack::router;
pub use tokens::{TokenAuthority, TokenFacts, TokenKind};
