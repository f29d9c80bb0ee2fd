//! From what the SDK knows to what a screen shows. Pure: the same facts and the same moment give the same screen.

pub(crate) mod account;
pub(crate) mod face;
pub(crate) mod health;
pub(crate) mod link;
pub(crate) mod money;
pub(crate) mod overview;
pub(crate) mod person;
pub(crate) mod sync;
pub(crate) mod transaction;
