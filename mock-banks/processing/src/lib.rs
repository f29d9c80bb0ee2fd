//! API processing: a standard's request becomes a question to the bank's core, and the core's answer goes back as the
//! standard wants it told.
//!
//! Two sides meet here and neither knows the other. A [`codec`] speaks a published standard (today UK Read/Write v4): it
//! reads what an app asked for into a [`port::CoreQuestion`] and writes a [`port::CoreAnswer`] as the standard's JSON. An
//! adapter in [`adapters`] speaks what one bank's core speaks (the ledger in this process, telegrams, ISO 20022) behind
//! [`port::CoreBanking`], and passes the contract suite in [`port::contract`]. [`Processor`] joins them: it is handed an
//! [`Entitlement`], made by the gateway from a request it has admitted, and never asks for more than that entitles to.

pub mod adapters;
pub mod codec;
mod entitlement;
mod handler;
pub mod port;
mod processor;
pub mod recipe;
mod refusal;
mod temper;

pub use entitlement::{CustomerEntitlement, Entitlement};
pub use handler::{Handler, PlatformCall};
pub use processor::{ApiCall, ApiReply, Processor};
pub use refusal::Refusal;
