//! The server's own secrets: made once per bank, the same after a restart.

use moa_bank_core::state::StateError;
use moa_kernel::{BankId, ExposeSecret as _, SecretString};
use rusqlite::{Connection, OptionalExtension as _};

/// The secret of this name; `make` is asked for it the first time.
pub(crate) fn load_or_make(
    connection: &Connection,
    bank: &BankId,
    name: &str,
    make: impl FnOnce() -> SecretString,
) -> Result<SecretString, StateError> {
    let known: Option<String> = connection
        .query_row("SELECT value FROM authz_secrets WHERE bank = ?1 AND name = ?2", (bank.as_str(), name), |row| {
            row.get(0)
        })
        .optional()?;
    if let Some(known) = known {
        return Ok(SecretString::from(known));
    }
    let made = make();
    connection.execute(
        "INSERT INTO authz_secrets (bank, name, value) VALUES (?1, ?2, ?3)",
        (bank.as_str(), name, made.expose_secret()),
    )?;
    Ok(made)
}
