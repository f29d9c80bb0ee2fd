//! A bank's inside: who its customers are, what they own, what they allowed, and the lives that filled their accounts.
//!
//! A [`Bank`] is opened from a [`spec::BankSpec`] (a TOML file) over a [`state::Database`] (one file for a whole world of
//! banks). It then answers from its areas: [`Bank::customers`] knows people and their passwords, [`Bank::ledger`] keeps
//! double-entry books, [`Bank::arrangements`] the standing promises, [`Bank::consents`] what apps were allowed to see,
//! [`Bank::audit`] who changed what, in a log that cannot be rewritten unseen.
//! [`life::settle`] fills a new bank with seeded, believable lives; the same seed on the same day gives the same data.
//! Nothing here speaks HTTP or any open-banking standard: that is the business of the rooms in front.

pub mod arrangements;
pub mod audit;
mod bank;
pub mod consents;
pub mod customers;
pub mod ledger;
pub mod life;
mod luck;
pub mod private;
pub mod spec;
pub mod state;

pub use bank::{Bank, OpenError};
pub use luck::scatter;
