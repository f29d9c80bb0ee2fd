//! Browsers in which somebody has logged in before, so that strangers' failures are not held against their owners.

use moa_bank_core::state::StateError;
use moa_kernel::{BankId, Timestamp};
use rusqlite::Connection;

use super::{Digest, millis};

/// Notes that a login succeeded in the browser that holds this secret.
pub(crate) fn keep(
    connection: &Connection,
    bank: &BankId,
    digest: &Digest,
    login: &str,
    until: Timestamp,
) -> Result<(), StateError> {
    connection.execute(
        "INSERT OR REPLACE INTO authz_browsers (bank, digest, login, expires_at) VALUES (?1, ?2, ?3, ?4)",
        (bank.as_str(), digest, login, millis(until)),
    )?;
    Ok(())
}

/// Whether this very login has succeeded in it.
pub(crate) fn knows(
    connection: &Connection,
    bank: &BankId,
    digest: &Digest,
    login: &str,
    now: Timestamp,
) -> Result<bool, StateError> {
    let found = connection
        .prepare_cached(
            "SELECT 1 FROM authz_browsers WHERE bank = ?1 AND digest = ?2 AND login = ?3 AND expires_at > ?4",
        )?
        .exists((bank.as_str(), digest, login, millis(now)))?;
    Ok(found)
}
