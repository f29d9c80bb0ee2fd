//! One try to log in, from the typed words to an outcome.
//!
//! The order is what makes it safe: look at the wait first (a locked login is not even hashed, right or wrong), then spend
//! the same work on known and unknown logins, then count. Tries for one login stand in a queue, so that a hundred guesses
//! at once are counted one after the other. Failures of unknown logins are counted too: a wait says nothing about who
//! banks here.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use moa_kernel::{CustomerId, SecretString, Timestamp};
use rusqlite::{Connection, OptionalExtension as _};

use super::credentials;
use super::lockout::{FORGOTTEN_AFTER, Failures};
use crate::Bank;
use crate::state::{StateError, from_micros, from_text};

/// The longest login that is looked up.
pub(crate) const LOGIN_CHARS_MAX: usize = 100;
/// How many logins that nobody has are remembered at a time.
const STRANGERS_MAX: i64 = 10_000;

/// What came of a try to log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginOutcome {
    /// The password belongs to this customer.
    Ok(CustomerId),
    /// It does not, or there is no such customer: nobody can tell which.
    Wrong,
    /// Too many failures: the password was not looked at. Try again at this moment.
    LockedUntil(Timestamp),
}

/// Queues for tries: one login always stands in the same one.
#[derive(Debug, Default)]
pub(crate) struct LoginGates([Mutex<()>; 16]);

impl LoginGates {
    fn of(&self, login: &str) -> Option<&Mutex<()>> {
        let mut hasher = DefaultHasher::new();
        login.hash(&mut hasher);
        let place = hasher.finish() % self.0.len() as u64;
        self.0.get(usize::try_from(place).unwrap_or(0))
    }
}

pub(super) fn verify(bank: &Bank, login: &str, password: &SecretString) -> Result<LoginOutcome, StateError> {
    let login: String = login.trim().chars().take(LOGIN_CHARS_MAX).collect();
    let gate = bank.gates().of(&login);
    let _my_turn = gate.map(|gate| gate.lock().unwrap_or_else(PoisonError::into_inner));
    let now = bank.now();
    let (known, failures) = bank.database().read(|connection| facts(connection, bank, &login))?;
    if let Some(until) = failures.and_then(|failures| failures.locked_until(now)) {
        return Ok(LoginOutcome::LockedUntil(until));
    }
    let right = credentials::matches(password, known.as_ref().map(|known| known.hash.as_str()));
    match known.filter(|_| right) {
        Some(known) => {
            if failures.is_some() {
                forget(bank, &login)?;
            }
            Ok(LoginOutcome::Ok(known.id))
        }
        None => {
            remember(bank, &login, Failures::one_more(failures, now))?;
            Ok(LoginOutcome::Wrong)
        }
    }
}

pub(super) fn find(bank: &Bank, login: &str) -> Result<Option<CustomerId>, StateError> {
    bank.database().read(|connection| Ok(known(connection, bank, login)?.map(|known| known.id)))
}

struct Known {
    id: CustomerId,
    hash: String,
}

fn facts(c: &Connection, bank: &Bank, login: &str) -> Result<(Option<Known>, Option<Failures>), StateError> {
    Ok((known(c, bank, login)?, failures(c, bank, login)?))
}

fn known(connection: &Connection, bank: &Bank, login: &str) -> Result<Option<Known>, StateError> {
    let found: Option<(String, String)> = connection
        .prepare_cached("SELECT id, password_hash FROM core_customers WHERE bank = ?1 AND login = ?2")?
        .query_row((bank.id().as_str(), login), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(|(id, hash)| Ok(Known { id: from_text("customer id", &id)?, hash })).transpose()
}

fn failures(connection: &Connection, bank: &Bank, login: &str) -> Result<Option<Failures>, StateError> {
    let found: Option<(u32, i64)> = connection
        .prepare_cached("SELECT failures, last_at FROM core_login_failures WHERE bank = ?1 AND login = ?2")?
        .query_row((bank.id().as_str(), login), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(|(count, micros)| Ok(Failures { count, last_at: from_micros(micros)? })).transpose()
}

fn forget(bank: &Bank, login: &str) -> Result<(), StateError> {
    bank.database().write(|transaction| {
        transaction
            .execute("DELETE FROM core_login_failures WHERE bank = ?1 AND login = ?2", (bank.id().as_str(), login))?;
        Ok(())
    })
}

fn remember(bank: &Bank, login: &str, failures: Failures) -> Result<(), StateError> {
    let id = bank.id().as_str();
    let last_at = failures.last_at.as_microsecond();
    bank.database().write(|transaction| {
        transaction.execute(
            "INSERT OR REPLACE INTO core_login_failures (bank, login, failures, last_at) VALUES (?1, ?2, ?3, ?4)",
            (id, login, failures.count, last_at),
        )?;
        let forgotten = last_at.saturating_sub(i64::try_from(FORGOTTEN_AFTER.as_micros()).unwrap_or(i64::MAX));
        transaction.execute("DELETE FROM core_login_failures WHERE bank = ?1 AND last_at <= ?2", (id, forgotten))?;
        // A flood of invented names may push out other invented names, never the failures of a real customer.
        transaction.execute(
            "DELETE FROM core_login_failures WHERE bank = ?1 AND login IN (
                SELECT login FROM core_login_failures AS f WHERE f.bank = ?1 AND NOT EXISTS
                    (SELECT 1 FROM core_customers AS c WHERE c.bank = ?1 AND c.login = f.login)
                ORDER BY last_at DESC LIMIT -1 OFFSET ?2)",
            (id, STRANGERS_MAX),
        )?;
        Ok(())
    })
}
