//! What may be used once: the `jti` of assertions and proofs. On disk, so that a restart is no second chance.

use moa_bank_core::state::StateError;
use moa_kernel::{BankId, Timestamp};
use rusqlite::Connection;

use super::{Digest, millis};

/// Notes a use. Says whether it was the first; of several at once exactly one is.
pub(crate) fn first_use(
    connection: &Connection,
    bank: &BankId,
    kind: &str,
    key: &str,
    until: Timestamp,
) -> Result<bool, StateError> {
    // The digest keeps a key of any length or alphabet from mattering.
    let key = Digest::of_text(key);
    let added = connection
        .prepare_cached("INSERT OR IGNORE INTO authz_spent (bank, kind, key, until) VALUES (?1, ?2, ?3, ?4)")?
        .execute((bank.as_str(), kind, &key, millis(until)))?;
    Ok(added == 1)
}
