//! The languages of the cores: one adapter per kind of internal server, each behind
//! [`CoreBanking`](crate::port::CoreBanking) and held to the same contract suite.

mod ledger;
mod telegram;

pub use ledger::LedgerCore;
pub use telegram::TelegramCore;
