//! The SDK against banks that run in the test itself: honest ones, slow ones and hostile ones. No test sleeps.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected should fail loudly"
)]

mod breaking_store;
mod claimed_address;
mod directory;
mod fake_bank;
mod installation;
mod linking;
mod mix_up;
mod refreshing;
mod registering;
mod stumbling_vault;
mod traffic;
mod unlinking;
mod words_of_a_bank;
