//! The books: double entry, exact, append-only.
//!
//! Every [`Entry`] moves money between accounts and sums to zero in each currency, or it is refused before it reaches the
//! database. Customers' accounts see their side of an entry as a [`Transaction`] with the balance after it; the bank's own
//! side ([`Internal`]) is only postings. Bookings of an account come in the order of time, so a running balance is final
//! when it is written, and triggers keep anybody from rewriting history. [`Ledger::audit`] checks all of this from the
//! rows up. Pending items ([`Status::Pending`]) are announcements, not bookings: they touch no balance but the available.

mod account;
mod amount;
mod audit;
mod balance;
mod book;
mod entry;
mod error;
mod numbering;
mod opening;
mod pages;
mod rows;
mod schema;
mod transaction;
mod transfer;
mod window;

use moa_kernel::{AccountId, CustomerId, Money, TransactionId};

use crate::Bank;
use crate::state::StateError;

pub use account::{Account, AccountKind, AccountNumber, Servicer};
pub use amount::Minor;
pub use audit::{Audit, TrialBalance};
pub use balance::{Balance, BalanceKind, CreditLine, CreditLineKind};
pub(crate) use book::Book;
pub use entry::{Entry, EntryDraft, Hold, Internal};
pub use error::LedgerError;
pub(crate) use numbering::iban as derive_iban;
pub(crate) use opening::open_all;
pub use pages::{Shelf, Statement};
pub(crate) use schema::SCHEMA;
pub use transaction::{Counterparty, Exchange, Kind, Merchant, Particulars, Status, Transaction};
pub(crate) use transfer::SCHEMA as TRANSFERS;
pub use transfer::{Transfer, TransferError, TransferOrder, TransferRefusal};
pub use window::{Cursor, Directions, NotACursor, TransactionPage, TransactionQuery, Window};

/// The books of one bank.
#[derive(Debug, Clone, Copy)]
pub struct Ledger<'a> {
    bank: &'a Bank,
}

impl<'a> Ledger<'a> {
    pub(crate) const fn of(bank: &'a Bank) -> Self {
        Self { bank }
    }

    /// The accounts of a customer, in the order in which they were opened. Nobody's for a stranger.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn accounts_of(&self, customer: &CustomerId) -> Result<Vec<Account>, StateError> {
        self.bank.database().read(|connection| rows::accounts_of(connection, self.bank, customer))
    }

    /// An account of this bank, if there is one of that id. Whose it is stands in [`Account::customer`]: the caller decides
    /// who may see it.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn find_account(&self, id: &AccountId) -> Result<Option<Account>, StateError> {
        self.bank.database().read(|connection| rows::find_account(connection, self.bank, id))
    }

    /// What is booked on an account at this moment: one amount for each of its currencies, nothing else added.
    ///
    /// # Errors
    /// [`LedgerError::UnknownAccount`], or when the state cannot be used.
    pub fn booked(&self, account: &AccountId) -> Result<Vec<Money>, LedgerError> {
        balance::booked(self.bank, account)
    }

    /// The balances of an account, of the kinds this bank tells, for each of its currencies.
    ///
    /// # Errors
    /// [`LedgerError::UnknownAccount`], or when the state cannot be used.
    pub fn balances(&self, account: &AccountId) -> Result<Vec<Balance>, LedgerError> {
        balance::told(self.bank, account)
    }

    /// One page of an account's transactions, booked and pending, newest first. Following [`TransactionPage::next`] to its
    /// end gives each transaction of the window exactly once, whatever is booked in the meantime.
    ///
    /// # Errors
    /// [`LedgerError::UnknownAccount`], or when the state cannot be used.
    pub fn transactions(&self, query: &TransactionQuery) -> Result<TransactionPage, LedgerError> {
        pages::page(self.bank, query)
    }

    /// A page as [`Ledger::transactions`] gives it, how many there are on all pages, and from when to when the account has
    /// any: from one look at the books. Rows that stand on the shelf are not read again.
    ///
    /// # Errors
    /// [`LedgerError::UnknownAccount`], or when the state cannot be used.
    pub fn statement<T>(&self, query: &TransactionQuery, shelf: &impl Shelf<T>) -> Result<Statement<T>, LedgerError> {
        pages::statement(self.bank, query, shelf)
    }

    /// How many transactions a query has, on its page and on all pages after it.
    ///
    /// # Errors
    /// [`LedgerError::UnknownAccount`], or when the state cannot be used.
    pub fn count(&self, query: &TransactionQuery) -> Result<u64, LedgerError> {
        pages::count(self.bank, query)
    }

    /// From the first to the last booking of an account: an open window when there is none.
    ///
    /// # Errors
    /// [`LedgerError::UnknownAccount`], or when the state cannot be used.
    pub fn span(&self, account: &AccountId) -> Result<Window, LedgerError> {
        pages::span(self.bank, account)
    }

    /// Books entries, all of them or none.
    ///
    /// # Errors
    /// When an account is unknown or does not hold the currency, when a booking is earlier than the account's last, or a
    /// sum grows past what can be counted.
    pub fn post(&self, entries: &[Entry]) -> Result<(), LedgerError> {
        self.bank.database().write(|transaction| {
            let mut book = Book::open(transaction, self.bank)?;
            entries.iter().try_for_each(|entry| book.post(entry))?;
            book.close()
        })
    }

    /// Moves a customer's money on their word. The same order with the same end-to-end id is made once and answered alike.
    ///
    /// # Errors
    /// [`TransferError::Refused`] when the order cannot be followed (nothing was booked), [`LedgerError::UnknownAccount`]
    /// inside [`TransferError::Ledger`] when the customer has no such account.
    pub fn transfer(&self, order: &TransferOrder) -> Result<Transfer, TransferError> {
        transfer::make(self.bank, order)
    }

    /// Announces a pending item and gives its id.
    ///
    /// # Errors
    /// When the account is unknown or does not hold the currency.
    pub fn hold(&self, hold: &Hold) -> Result<TransactionId, LedgerError> {
        self.bank.database().write(|transaction| {
            let mut book = Book::open(transaction, self.bank)?;
            let id = book.hold(hold)?;
            book.close()?;
            Ok(id)
        })
    }

    /// Takes a pending item back: it was booked under another id, or will never be. A booked transaction stays.
    ///
    /// # Errors
    /// [`LedgerError::NotPending`] when there is no such pending item.
    pub fn release(&self, account: &AccountId, id: &TransactionId) -> Result<(), LedgerError> {
        self.bank.database().write(|transaction| book::release(transaction, self.bank, account, id))
    }

    /// The sum of all postings of this bank, for each currency. Anything but zero is a fault in this crate.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn trial_balance(&self) -> Result<TrialBalance, LedgerError> {
        audit::trial_balance(self.bank)
    }

    /// Checks the books from the rows up: every entry, every balance, every running balance.
    ///
    /// # Errors
    /// [`LedgerError::Broken`] with the first thing that is not as it must be.
    pub fn audit(&self) -> Result<Audit, LedgerError> {
        audit::audit(self.bank)
    }
}
