//! The languages of the cores: one adapter per kind of internal server, each behind
//! [`CoreBanking`](crate::port::CoreBanking) and held to the same contract suite.

mod iso20022;
mod ledger;
mod telegram;

pub use iso20022::Iso20022Core;
pub use ledger::LedgerCore;
pub use telegram::TelegramCore;
