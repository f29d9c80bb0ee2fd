//! The servers a bank keeps inside, the languages they speak, and who may talk to them.
//!
//! No customer and no app ever reaches these servers: API processing turns a request into their commands and their answers
//! back. Each listens on a loopback port of its own behind a [`door`], and knows its one caller by certificate
//! ([`identity`]): a world's internal authority issues one to each component, and both sides show theirs. How a core
//! behaves (slow, closed at night, failing now and then) is its [`temperament`], told by the bank's file and the same for
//! every language. The languages:
//!
//! * [`telegram`]: fixed-length messages over TCP, as Korean cores use;
//! * [`iso20022`]: camt and pain messages in XML, over HTTP.

pub mod door;
pub mod identity;
pub mod iso20022;
pub mod telegram;
pub mod temperament;
