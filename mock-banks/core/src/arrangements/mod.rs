//! Promises about money that has not moved yet: who is paid often, who may collect, what is paid regularly, what is due.
//!
//! Each arrangement belongs to one account. [`Arrangements`] lists them; lives make them ([`crate::life`]).

mod kinds;
mod rows;

use moa_kernel::AccountId;

use crate::Bank;
use crate::state::StateError;

pub use kinds::{ArrangementStatus, Beneficiary, DirectDebit, Due, Frequency, Rhythm, ScheduledPayment, StandingOrder};
pub(crate) use rows::keep;

/// The table of this area.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE core_arrangements (
        seq INTEGER PRIMARY KEY,
        bank TEXT NOT NULL,
        account TEXT NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        facts TEXT NOT NULL,
        UNIQUE (bank, account, kind, id),
        FOREIGN KEY (bank, account) REFERENCES core_accounts (bank, id)
    ) STRICT;
";

/// The arrangements of one bank. An account without any, and no account at all, both have an empty list: whether there
/// is such an account is for [`crate::ledger::Ledger::find_account`] to say.
#[derive(Debug, Clone, Copy)]
pub struct Arrangements<'a> {
    bank: &'a Bank,
}

impl<'a> Arrangements<'a> {
    pub(crate) const fn of(bank: &'a Bank) -> Self {
        Self { bank }
    }

    /// Who the owner pays often.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn beneficiaries(&self, account: &AccountId) -> Result<Vec<Beneficiary>, StateError> {
        rows::list(self.bank, account)
    }

    /// Who may collect from the account.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn direct_debits(&self, account: &AccountId) -> Result<Vec<DirectDebit>, StateError> {
        rows::list(self.bank, account)
    }

    /// What the account pays regularly.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn standing_orders(&self, account: &AccountId) -> Result<Vec<StandingOrder>, StateError> {
        rows::list(self.bank, account)
    }

    /// What the account will pay once.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn scheduled_payments(&self, account: &AccountId) -> Result<Vec<ScheduledPayment>, StateError> {
        rows::list(self.bank, account)
    }
}
