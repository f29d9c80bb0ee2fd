//! What every core must do, as a suite that any adapter can be put through.
//!
//! Each part asks a core about a customer whose accounts the caller knows, and lists in sentences what it did that a core
//! must not do. An adapter's test asserts that the lists are empty: [`broken_promises`] about reading,
//! [`differences`] from a core that is known to be right, and [`broken_promises_about_transfers`], which moves money: the
//! caller audits the books after it.

mod reading;
mod same;
mod transfers;

use moa_kernel::{AccountId, CustomerId};

use super::AccountNumber;
pub use reading::broken_promises;
pub use same::differences;
pub use transfers::broken_promises_about_transfers;

/// Whom the core is asked about.
#[derive(Debug, Clone)]
pub struct Subject {
    /// A customer.
    pub customer: CustomerId,
    /// All of their accounts; at least one of them with movements. The first has money on it.
    pub accounts: Vec<AccountId>,
    /// An account of somebody else at the same bank, which holds the first account's currency.
    pub account_of_another: AccountId,
    /// Its number.
    pub number_of_another: AccountNumber,
}
