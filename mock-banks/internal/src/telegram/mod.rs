//! Fixed-length messages over TCP, as Korean cores use.
//!
//! [`wire`] is the language, and both sides speak it from the same page: every field is named once, with its kind and its
//! width in bytes. [`server`] is the core that understands it. The other side, which asks, is an adapter of processing.

pub mod server;
pub mod wire;
