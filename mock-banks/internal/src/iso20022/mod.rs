//! A core that speaks ISO 20022: XML messages over HTTP, between components that know each other by certificate.
//!
//! Somebody posts a message to [`PATH`] and reads the message that answers it:
//!
//! | asked | answered |
//! |---|---|
//! | `camt.060`, wanting accounts, balances, arrangements or their owner | `camt.052`, a report per account |
//! | `camt.060`, wanting entries | `camt.053`, one page of a statement |
//! | `pain.001`, one transfer | `pain.002`: booked (`ACSC`), or rejected (`RJCT`) with a reason code |
//! | anything else, or while the books are closed | `admi.002`, the rejection of the message itself |
//!
//! [`messages`] are the types, shared with the adapter on the other side. [`xml`] makes them of bytes and bytes of them, and
//! looks at what others sent before it is read. [`server`] answers from a bank's books. Which message carries what, and why,
//! is told in `docs/decisions/0013-iso20022-messages.md`.

pub mod messages;
pub mod server;
pub mod xml;

/// Where messages are posted.
pub const PATH: &str = "/iso20022";
/// What they are, for HTTP.
pub const CONTENT_TYPE: &str = "application/xml; charset=utf-8";
