//! What a person can do, one action per file. Each is a plain function over the running app; none of them knows a window.

mod account;
mod begin_anew;
mod begin_link;
mod list_banks;
mod list_links;
mod list_transactions;
mod overview;
mod preferences;
mod remove_bank;
mod report_window_error;
mod running_attempt;
mod startup;
mod sync;
#[cfg(test)]
mod tests;
mod transaction;
mod transaction_months;
mod unlock_vault;

pub use account::account;
pub use begin_anew::begin_anew;
pub use begin_link::begin_link;
pub use list_banks::list_banks;
pub use list_links::list_links;
pub use list_transactions::list_transactions;
pub use overview::overview;
pub use preferences::set_preferences;
pub use remove_bank::remove_bank;
pub use report_window_error::report_window_error;
pub use running_attempt::{await_link, cancel_link, reopen_bank_page};
pub use startup::startup;
pub use sync::{cancel_sync, sync};
pub use transaction::transaction;
pub use transaction_months::transaction_months;
pub use unlock_vault::unlock_vault;
