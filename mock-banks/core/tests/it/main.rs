//! What the bank core promises as a whole, through its public doors only.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot set its stage has failed")]

mod consents;
mod ledger;
mod lives;
mod login;
mod pages;
mod specs;
mod transfers;
mod world;
