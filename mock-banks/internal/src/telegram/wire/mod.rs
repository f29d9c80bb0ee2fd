//! The language: frames, messages, lines, cells.
//!
//! A **frame** is a length in five digits and so many bytes ([`frame`]). The bytes are one **message** ([`Message`]): lines
//! of fixed length, one after the other, the first of them the [`Header`] with transaction code, sequence number and
//! response code. Each **line** ([`lines`]) begins with a tag of two letters that names its layout, and is made of
//! **cells** ([`cell`]): zero-padded numbers, amounts with sign, moments, and text in EUC-KR, counted in bytes.
//!
//! A fixed width loses nothing: a text that is longer than its cell goes on in `++` lines behind its own, cut between
//! characters; a character that EUC-KR does not have travels as its number, `&F6;`, and the header says how many did; a
//! list that is longer than a message goes on in the next, from the position that the header names.

pub mod cell;
pub mod code;
pub mod frame;
mod layout;
pub mod lines;
mod message;
mod text;

pub use layout::{Layout, Line, RawLine, Unreadable, Unwritable};
pub use lines::Header;
pub use message::{Body, Lines, Message};
