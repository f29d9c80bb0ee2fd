#![doc = include_str!("../README.md")]

pub mod authorise;
pub mod directory;
pub mod error;
pub mod http;
pub mod language;
pub mod link;
pub mod moa;
pub mod model;
pub mod overview;
pub mod registration;
pub mod standards;
pub mod store;
pub mod sync;
#[cfg(test)]
mod testing;
pub mod transactions;
pub mod vault;

pub use error::{Advice, CallContext, Error, ErrorKind};
pub use language::Language;
pub use moa::{Moa, MoaBuilder};
