//! What a person sees does not depend on the server that keeps their bank's books.
//!
//! The same country is started with one core after the other ([`country`]), and an app links every bank and reads it: each
//! record must be the same, byte for byte, as each bank sent it ([`same`]). A core that is closed or not there shows to the
//! app as a bank that is down, and to nobody as anything else ([`down`]). That a core of its own process may be killed in
//! the middle of a hundred calls is proved where the program is built: `mock-banks/server/tests/it/cores.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected should stop where it is"
)]

mod country;
mod down;
mod same;
