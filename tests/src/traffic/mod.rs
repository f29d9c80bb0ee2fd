//! Many apps at once that call a bank while its APIs and its core change under them.
//!
//! A [`Caller`] is one app with a customer's token; every request has a proof of its own. A [`Story`] is the list of changes,
//! and knows what each path answers after each of them. [`run`] sends requests at a steady pace, makes the changes at their
//! places among them, and notes of every answer which changes had been made before it was asked for ([`Heard::after`]) and
//! which had at most been begun when it came ([`Heard::before`]). An answer is right when it is what the path answers after
//! one of those, whole: that no request fails that should succeed, and none is answered by half of a change, is then a
//! property of the list of what was heard, however fast the machine is.

mod caller;
mod heard;
mod story;

pub use caller::{Caller, Said};
pub use heard::{Heard, Made, Seen, run};
pub use story::{Change, Story, Target, publish};
