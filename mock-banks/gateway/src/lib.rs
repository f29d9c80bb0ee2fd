//! The gateway: the only way into a bank for an app.
//!
//! Every request walks the same line, and each step can be read and tested alone:
//! [`stack`] wraps it (interaction id, route, headers, limits, time): the route is looked up once, in the table the bank's
//! [`Registry`](moa_bank_registry::Registry) has at that moment, and the request finishes on it → `intake` gathers [`Facts`]
//! and decides nothing → [`policy::admit`] says yes or no and is pure → the [`Processor`](moa_bank_processing::Processor)
//! answers what was admitted → `refusal` puts a no into the standard's words.
//!
//! Beside the line: [`limits`] counts what each app asks, [`watch`] looks for what no single request shows, [`metrics`]
//! counts for operators, and [`explain`] tells an app's owner why a response was what it was. `known` remembers tokens for
//! one revision of the state, [`once`] the answers to requests that may be repeated. The gateway never reads the authorisation
//! server's tables: it asks through [`TokenAuthority`].

mod bounded;
pub mod explain;
mod handle;
mod intake;
mod interaction;
mod known;
pub mod limits;
pub mod metrics;
pub mod once;
mod parts;
pub mod policy;
mod refusal;
pub mod stack;
mod tokens;
mod trail;
pub mod watch;

pub use intake::{AccountInPath, ConsentFacts, Credential, Facts, PayloadFacts, ProofFacts, Scheme};
pub use parts::GatewayParts;
pub use stack::router;
pub use tokens::{TokenAuthority, TokenFacts, TokenKind};
