//! What the management centre promises, through its router: nothing listens, and the testbed says what it is told.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot set its stage has failed"
)]

mod accounts;
mod approvals;
mod apps;
mod audit;
mod consents;
mod doors;
mod explained;
mod fakes;
mod gate;
mod lifecycle;
mod roles;
mod stage;
