//! What the bank core promises as a whole, through its public doors only.

mod consents;
mod ledger;
mod lives;
mod login;
mod pages;
mod specs;
mod world;
