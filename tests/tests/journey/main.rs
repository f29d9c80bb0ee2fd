//! The main job, from the first bank to the last: one person, three banks in a world of their own, an app with an encrypted
//! file on disk.
//!
//! Everything travels as it would: pages as forms over HTTP, tokens and data over HTTP, the file on disk. What the app shows
//! is compared with the banks' own books ([`books`]), which the SDK never sees. What is logged on the way is searched for
//! secrets ([`vigil`]).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a journey that meets the unexpected should stop where it is"
)]

mod books;
mod gathering;
mod home;
mod leaving;
mod staying;
mod terminal;
mod vigil;
