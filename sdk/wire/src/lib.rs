//! What travels between an app and a bank: the types of OAuth, of key sets, of the directory and of each standard.
//!
//! The types here are lossless and meaningless. Lossless: a field keeps the text it was sent as (amounts, times and codes
//! are not interpreted), a code nobody has heard of survives, and what a bank left out stays absent. Meaningless: nothing
//! here decides what a value is good for; `moa-sdk` maps it to the unified model on one side, the mock banks' codecs
//! make it from their ledger on the other. Fields nobody knows are skipped, not refused; a client that must keep them reads
//! list items as [`Raw`] first. A key that occurs twice in one object is refused, because two readers could disagree
//! about which one counts.

mod codes;
pub mod directory;
pub mod jose;
pub mod oauth;
mod raw;
mod secret;
mod time;
pub mod uk;

pub use codes::Code;
pub use raw::{ExactNumber, Raw};
pub use time::{DateTimeText, NotADateTime};
