//! One view of everything: totals per currency, accounts by bank, each with its balance, its kind and its age.
//!
//! [`gather`] is pure: it takes what the store has and adds up. Two currencies are never added, an amount is never
//! rounded, and an account whose balance is not known is listed as unknown instead of counted as nothing. Which of an
//! account's balances counts is decided by [`choose_headline`], and a total is always exactly the sum of the headlines.
//! [`trends`] counts a total back through the last days, where that can be done exactly.

mod gather;
mod headline;
mod shares;
#[cfg(test)]
mod tests;
mod trend;
mod types;

pub use gather::gather;
pub use headline::choose_headline;
pub use trend::{History, SPAN_DAYS, Trend, TrendPoint, read_trends, trends};
pub use types::{AccountOverview, BankOverview, BankShare, CurrencyTotal, Headline, Overview, Unknown, UnknownBalance};
