//! An audit: everything the books promise, checked from the rows up.

use std::collections::BTreeMap;

use moa_kernel::Currency;
use rusqlite::{Connection, OptionalExtension as _};

use super::LedgerError;
use crate::Bank;
use crate::state::from_text;

/// The sum of all postings, for each currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialBalance {
    /// Minor units. Zero, all of them, or the books are broken.
    pub sums: BTreeMap<Currency, i64>,
}

impl TrialBalance {
    /// Whether every currency sums to nothing.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.sums.values().all(|sum| *sum == 0)
    }
}

/// What an audit looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audit {
    /// How many entries.
    pub entries: u64,
    /// How many booked transactions.
    pub booked: u64,
    /// How many pending ones.
    pub pending: u64,
}

/// What must find no row. Each question says in words what a row would mean.
const FAULTS: [(&str, &str); 4] = [
    (
        "an entry does not sum to zero",
        "SELECT p.entry FROM core_postings AS p JOIN core_entries AS e ON e.seq = p.entry WHERE e.bank = ?1
         GROUP BY p.entry, p.currency HAVING SUM(p.minor) <> 0 LIMIT 1",
    ),
    (
        "a kept balance is not the sum of its postings",
        "SELECT b.account FROM core_balances AS b JOIN core_accounts AS a ON a.seq = b.account
         LEFT JOIN (SELECT account, currency, SUM(minor) AS sum FROM core_postings GROUP BY account, currency) AS p
         ON p.account = b.account AND p.currency = b.currency
         WHERE a.bank = ?1 AND b.booked <> COALESCE(p.sum, 0) LIMIT 1",
    ),
    (
        "a running balance is not the sum of what came before it",
        "SELECT account FROM (SELECT t.account, t.balance_after, SUM(t.minor) OVER (
            PARTITION BY t.account, t.currency ORDER BY t.booked_at, t.seq ROWS UNBOUNDED PRECEDING) AS sum
         FROM core_transactions AS t JOIN core_accounts AS a ON a.seq = t.account
         WHERE a.bank = ?1 AND t.entry IS NOT NULL) WHERE balance_after <> sum LIMIT 1",
    ),
    (
        "a customer's account has a posting without a transaction",
        "SELECT a.seq FROM core_accounts AS a WHERE a.bank = ?1 AND a.customer IS NOT NULL AND
            (SELECT COALESCE(SUM(minor), 0) || '/' || COUNT(*) FROM core_postings WHERE account = a.seq) <>
            (SELECT COALESCE(SUM(minor), 0) || '/' || COUNT(*) FROM core_transactions
             WHERE account = a.seq AND entry IS NOT NULL) LIMIT 1",
    ),
];

pub(super) fn trial_balance(bank: &Bank) -> Result<TrialBalance, LedgerError> {
    bank.database().read(|connection| {
        let mut statement = connection.prepare_cached(
            "SELECT p.currency, SUM(p.minor) FROM core_postings AS p JOIN core_accounts AS a ON a.seq = p.account
             WHERE a.bank = ?1 GROUP BY p.currency",
        )?;
        let mut rows = statement.query([bank.id().as_str()])?;
        let mut sums = BTreeMap::new();
        while let Some(row) = rows.next()? {
            sums.insert(from_text("currency", &row.get::<_, String>(0)?)?, row.get(1)?);
        }
        Ok(TrialBalance { sums })
    })
}

pub(super) fn audit(bank: &Bank) -> Result<Audit, LedgerError> {
    let trial = trial_balance(bank)?;
    if !trial.is_zero() {
        return Err(LedgerError::Broken(format!("the trial balance is {:?}", trial.sums)));
    }
    bank.database().read(|connection| {
        for (meaning, question) in FAULTS {
            let fault: Option<i64> =
                connection.query_row(question, [bank.id().as_str()], |row| row.get(0)).optional()?;
            if let Some(row) = fault {
                return Err(LedgerError::Broken(format!("{meaning} (row {row})")));
            }
        }
        Ok(Audit {
            entries: number(connection, bank, "SELECT COUNT(*) FROM core_entries WHERE bank = ?1")?,
            booked: number(connection, bank, &transactions("IS NOT NULL"))?,
            pending: number(connection, bank, &transactions("IS NULL"))?,
        })
    })
}

fn transactions(entry: &str) -> String {
    format!(
        "SELECT COUNT(*) FROM core_transactions AS t JOIN core_accounts AS a ON a.seq = t.account
         WHERE a.bank = ?1 AND t.entry {entry}"
    )
}

fn number(connection: &Connection, bank: &Bank, question: &str) -> Result<u64, LedgerError> {
    let number: i64 = connection.query_row(question, [bank.id().as_str()], |row| row.get(0))?;
    u64::try_from(number).map_err(|_| LedgerError::Overflow)
}
