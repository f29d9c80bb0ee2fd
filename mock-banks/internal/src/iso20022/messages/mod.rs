//! The messages, as types. Both sides of the wire share them: what the internal server writes is what the adapter reads.
//!
//! A [`Message`] is one of six: [`AccountReportingRequest`](request::AccountReportingRequest) asks,
//! [`AccountReport`](report::AccountReport) and [`Statement`](report::Statement) answer,
//! [`TransferInitiation`](payment::TransferInitiation) moves money and [`StatusReport`](payment::StatusReport) says what became
//! of it, [`MessageReject`](rejection::MessageReject) says no. Each type has the elements of its version's schema that this
//! bank uses, in the schema's order and under their own names; any other element is refused by name.

pub mod amount;
mod document;
mod element;
pub mod entry;
pub mod header;
pub mod party;
pub mod payment;
pub mod period;
pub mod rejection;
pub mod report;
pub mod request;
pub mod supplementary;

pub use document::{Document, Message, MessageName};
pub use element::{CodeOrWord, OneOf};
