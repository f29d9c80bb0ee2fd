//! The pen: writes entries and holds within one database transaction.
//!
//! It keeps the balances, the last booking times and the counters of the accounts it touches in memory and writes them
//! once, in [`Book::close`]; a book that is dropped unclosed takes its transaction down with it. That is what makes a
//! hundred thousand bookings a matter of seconds.

use std::collections::HashMap;

use moa_kernel::{AccountId, Currency, Timestamp, TransactionId};
use rusqlite::{OptionalExtension as _, Transaction};

use super::entry::Line;
use super::rows::{self, Kept};
use super::{Entry, Hold, Internal, LedgerError, Minor};
use crate::Bank;
use crate::luck::{Luck, scatter};
use crate::state::{from_micros, to_json};

/// An open book.
pub(crate) struct Book<'a> {
    transaction: &'a Transaction<'a>,
    bank: &'a Bank,
    internal: HashMap<Internal, i64>,
    pages: HashMap<AccountId, Page>,
    balances: HashMap<(i64, Currency), i64>,
}

/// What the book knows about a customer's account.
struct Page {
    kept: Kept,
    last_booked_at: i64,
    ids: u64,
}

impl<'a> Book<'a> {
    /// Opens the book for writing.
    pub(crate) fn open(transaction: &'a Transaction<'a>, bank: &'a Bank) -> Result<Self, LedgerError> {
        let mut internal = HashMap::new();
        for account in Internal::ALL {
            let seq = transaction
                .prepare_cached("SELECT seq FROM core_accounts WHERE bank = ?1 AND id = ?2")?
                .query_row((bank.id().as_str(), account.name()), |row| row.get(0))?;
            internal.insert(account, seq);
        }
        Ok(Self { transaction, bank, internal, pages: HashMap::new(), balances: HashMap::new() })
    }

    /// Writes one entry.
    pub(crate) fn post(&mut self, entry: &Entry) -> Result<(), LedgerError> {
        let booked_at = entry.booked_at().as_microsecond();
        self.transaction
            .prepare_cached("INSERT INTO core_entries (bank, booked_at) VALUES (?1, ?2)")?
            .execute((self.bank.id().as_str(), booked_at))?;
        let number = self.transaction.last_insert_rowid();
        for line in entry.lines() {
            self.line(number, booked_at, entry.value_at().as_microsecond(), line)?;
        }
        for (internal, amount) in entry.against() {
            let seq = self.internal.get(internal).copied().ok_or(LedgerError::Nothing)?;
            self.posting(number, seq, *amount)?;
        }
        Ok(())
    }

    /// Announces a pending item.
    pub(crate) fn hold(&mut self, hold: &Hold) -> Result<TransactionId, LedgerError> {
        let (seq, id) = self.issue(&hold.account, hold.amount)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO core_transactions (account, id, booked_at, value_at, currency, minor, particulars)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute((
                seq,
                &id,
                hold.expected_at.as_microsecond(),
                hold.placed_at.as_microsecond(),
                hold.amount.currency.code(),
                hold.amount.minor,
                to_json("particulars", &hold.particulars)?,
            ))?;
        Ok(TransactionId::new(id)?)
    }

    /// Writes down what was kept in memory.
    pub(crate) fn close(self) -> Result<(), LedgerError> {
        for ((account, currency), booked) in &self.balances {
            self.transaction
                .prepare_cached("INSERT OR REPLACE INTO core_balances (account, currency, booked) VALUES (?1, ?2, ?3)")?
                .execute((account, currency.code(), booked))?;
        }
        for page in self.pages.values() {
            self.transaction
                .prepare_cached("UPDATE core_accounts SET issued = ?2 WHERE seq = ?1")?
                .execute((page.kept.seq, page.kept.issued))?;
        }
        Ok(())
    }

    /// When the last booking on an account was; the beginning of time when there is none.
    pub(crate) fn last_booked_at(&mut self, account: &AccountId) -> Result<Timestamp, LedgerError> {
        let micros = self.page(account)?.last_booked_at;
        Ok(if micros == i64::MIN { Timestamp::MIN } else { from_micros(micros)? })
    }

    fn line(&mut self, entry: i64, booked_at: i64, value_at: i64, line: &Line) -> Result<(), LedgerError> {
        let (seq, id) = self.issue(&line.account, line.amount)?;
        self.in_order(&line.account, booked_at)?;
        let balance_after = self.posting(entry, seq, line.amount)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO core_transactions
                 (account, id, entry, booked_at, value_at, currency, minor, balance_after, particulars)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute((
                seq,
                id,
                entry,
                booked_at,
                value_at,
                line.amount.currency.code(),
                line.amount.minor,
                balance_after,
                to_json("particulars", &line.particulars)?,
            ))?;
        Ok(())
    }

    /// One account's side, and its balance after it.
    fn posting(&mut self, entry: i64, account: i64, amount: Minor) -> Result<i64, LedgerError> {
        let before = self.balance(account, amount.currency)?;
        let after = before.checked_add(amount.minor).ok_or(LedgerError::Overflow)?;
        self.transaction
            .prepare_cached("INSERT INTO core_postings (entry, account, currency, minor) VALUES (?1, ?2, ?3, ?4)")?
            .execute((entry, account, amount.currency.code(), amount.minor))?;
        self.balances.insert((account, amount.currency), after);
        Ok(after)
    }

    fn balance(&self, account: i64, currency: Currency) -> Result<i64, LedgerError> {
        if let Some(known) = self.balances.get(&(account, currency)) {
            return Ok(*known);
        }
        let booked: Option<i64> = self
            .transaction
            .prepare_cached("SELECT booked FROM core_balances WHERE account = ?1 AND currency = ?2")?
            .query_row((account, currency.code()), |row| row.get(0))
            .optional()?;
        Ok(booked.unwrap_or(0))
    }

    /// A new transaction id on an account that holds the currency.
    fn issue(&mut self, account: &AccountId, amount: Minor) -> Result<(i64, String), LedgerError> {
        if amount.minor == 0 {
            return Err(LedgerError::Nothing);
        }
        let page = self.page(account)?;
        if !page.kept.account.holds(amount.currency) {
            return Err(LedgerError::WrongCurrency(account.clone(), amount.currency));
        }
        let id = format!("t-{:016x}", scatter(page.ids, page.kept.issued));
        page.kept.issued = page.kept.issued.checked_add(1).ok_or(LedgerError::Overflow)?;
        Ok((page.kept.seq, id))
    }

    fn in_order(&mut self, account: &AccountId, booked_at: i64) -> Result<(), LedgerError> {
        let page = self.page(account)?;
        if booked_at < page.last_booked_at {
            return Err(LedgerError::OutOfOrder(account.clone()));
        }
        page.last_booked_at = booked_at;
        Ok(())
    }

    fn page(&mut self, account: &AccountId) -> Result<&mut Page, LedgerError> {
        if !self.pages.contains_key(account) {
            let page = self.turn_to(account)?;
            self.pages.insert(account.clone(), page);
        }
        self.pages.get_mut(account).ok_or_else(|| LedgerError::UnknownAccount(account.clone()))
    }

    fn turn_to(&self, account: &AccountId) -> Result<Page, LedgerError> {
        let kept = rows::load(self.transaction, self.bank, account)?;
        let last: Option<i64> = self.transaction.query_row(
            "SELECT MAX(booked_at) FROM core_transactions WHERE account = ?1 AND entry IS NOT NULL",
            [kept.seq],
            |row| row.get(0),
        )?;
        let ids = Luck::of(self.bank.spec().seed, &["transaction ids", account.as_str()]).below(u64::MAX);
        Ok(Page { kept, last_booked_at: last.unwrap_or(i64::MIN), ids })
    }
}

/// Takes a pending item back.
pub(super) fn release(
    transaction: &Transaction<'_>,
    bank: &Bank,
    account: &AccountId,
    id: &TransactionId,
) -> Result<(), LedgerError> {
    let kept = rows::load(transaction, bank, account)?;
    let gone = transaction.execute(
        "DELETE FROM core_transactions WHERE account = ?1 AND id = ?2 AND entry IS NULL",
        (kept.seq, id.as_str()),
    )?;
    if gone == 1 { Ok(()) } else { Err(LedgerError::NotPending) }
}
