//! The SDK, whole, against banks that mean it harm: with an encrypted store, a honest bank with real pages beside them, and
//! a person who approves. Each attack is seen to fail in its own way, and the attacker is seen to have learnt nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that meets the unexpected should fail loudly")]

mod answers;
mod approvals;
mod certificates;
mod mix_up;
mod pages;
mod scene;
mod silence;

// The same fake bank that the SDK is built against: one liar is enough.
#[path = "../../../sdk/client/tests/it/fake_bank/mod.rs"]
#[allow(dead_code, clippy::indexing_slicing, reason = "each binary uses its part of it")]
mod fake_bank;
