//! The book of failed logins: who failed where, how often, and when last. It is bounded on every side, because strangers
//! write in it.

use moa_kernel::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};

use super::Place;
use super::lockout::{FORGOTTEN_AFTER, Failures};
use crate::Bank;
use crate::state::{StateError, from_micros};

/// The line that counts a login's failures at all addresses together.
pub(super) const ANYWHERE: &str = "*";
/// How many lines about logins that nobody has are kept at a time.
const STRANGERS_MAX: i64 = 10_000;
/// At how many places one login's failures are kept apart.
const PLACES_MAX: i64 = 1000;

/// The second form of the table: the first knew logins and no places. Waits under way are forgiven once.
pub(crate) const SCHEMA: &str = "
    DROP TABLE core_login_failures;
    CREATE TABLE core_login_failures (
        bank TEXT NOT NULL,
        login TEXT NOT NULL,
        place TEXT NOT NULL,
        failures INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        PRIMARY KEY (bank, login, place)
    ) STRICT;
    CREATE INDEX core_login_failures_by_age ON core_login_failures (bank, last_at);
";

pub(super) fn find(c: &Connection, bank: &Bank, login: &str, place: &str) -> Result<Option<Failures>, StateError> {
    let found: Option<(u32, i64)> = c
        .prepare_cached(
            "SELECT failures, last_at FROM core_login_failures WHERE bank = ?1 AND login = ?2 AND place = ?3",
        )?
        .query_row((bank.id().as_str(), login, place), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(|(count, micros)| Ok(Failures { count, last_at: from_micros(micros)? })).transpose()
}

pub(super) fn keep(c: &Connection, bank: &Bank, login: &str, place: &str, now: Failures) -> Result<(), StateError> {
    c.prepare_cached(
        "INSERT OR REPLACE INTO core_login_failures (bank, login, place, failures, last_at) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((bank.id().as_str(), login, place, now.count, now.last_at.as_microsecond()))?;
    Ok(())
}

/// The owner got in: what was counted here is forgotten, and what was counted over all addresses. What others did at
/// other places is not.
pub(super) fn forget(c: &Connection, bank: &Bank, login: &str, place: &Place) -> Result<(), StateError> {
    c.execute(
        "DELETE FROM core_login_failures WHERE bank = ?1 AND login = ?2 AND place IN (?3, ?4)",
        (bank.id().as_str(), login, place.to_text(), ANYWHERE),
    )?;
    Ok(())
}

/// Keeps the book small: what is a day old goes, and the oldest lines of a flood.
pub(super) fn prune(c: &Connection, bank: &Bank, login: &str, now: Timestamp) -> Result<(), StateError> {
    let id = bank.id().as_str();
    let day = i64::try_from(FORGOTTEN_AFTER.as_micros()).unwrap_or(i64::MAX);
    let forgotten = now.as_microsecond().saturating_sub(day);
    c.prepare_cached("DELETE FROM core_login_failures WHERE bank = ?1 AND last_at <= ?2")?.execute((id, forgotten))?;
    c.prepare_cached(
        "DELETE FROM core_login_failures WHERE rowid IN (
            SELECT rowid FROM core_login_failures WHERE bank = ?1 AND login = ?2 AND place <> ?3
            ORDER BY last_at DESC LIMIT -1 OFFSET ?4)",
    )?
    .execute((id, login, ANYWHERE, PLACES_MAX))?;
    // A flood of invented names may push out other invented names, never the failures of a real customer.
    c.prepare_cached(
        "DELETE FROM core_login_failures WHERE rowid IN (
            SELECT rowid FROM core_login_failures AS f WHERE f.bank = ?1 AND NOT EXISTS
                (SELECT 1 FROM core_customers AS c WHERE c.bank = ?1 AND c.login = f.login)
            ORDER BY last_at DESC LIMIT -1 OFFSET ?2)",
    )?
    .execute((id, STRANGERS_MAX))?;
    Ok(())
}
