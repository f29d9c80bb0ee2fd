//! Grants: what a customer gave an app, the root from which tokens grow. A revoked grant takes its tokens with it.

use moa_bank_core::state::StateError;
use moa_kernel::{BankId, ClientId, ConsentId, CustomerId, Timestamp};
use rusqlite::{Connection, OptionalExtension as _};

use super::{id, instant_if_any, millis};

/// A grant.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) id: String,
    pub(crate) client: ClientId,
    pub(crate) customer: CustomerId,
    pub(crate) consent: ConsentId,
    pub(crate) scope: String,
    pub(crate) revoked_at: Option<Timestamp>,
}

/// Keeps a new grant.
pub(crate) fn keep(connection: &Connection, bank: &BankId, grant: &Grant, at: Timestamp) -> Result<(), StateError> {
    connection
        .prepare_cached(
            "INSERT INTO authz_grants (bank, id, client_id, customer, consent, scope, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute((
            bank.as_str(),
            &grant.id,
            grant.client.as_str(),
            grant.customer.as_str(),
            grant.consent.as_str(),
            &grant.scope,
            millis(at),
        ))?;
    Ok(())
}

/// The grant of this id.
pub(crate) fn find(connection: &Connection, bank: &BankId, grant: &str) -> Result<Option<Grant>, StateError> {
    let found = connection
        .prepare_cached("SELECT * FROM authz_grants WHERE bank = ?1 AND id = ?2")?
        .query_row((bank.as_str(), grant), |row| {
            Ok(Grant {
                id: row.get("id")?,
                client: id(row, "client_id")?,
                customer: id(row, "customer")?,
                consent: id(row, "consent")?,
                scope: row.get("scope")?,
                revoked_at: instant_if_any(row, "revoked_at")?,
            })
        })
        .optional()?;
    Ok(found)
}

/// Revokes one grant.
pub(crate) fn revoke(connection: &Connection, bank: &BankId, grant: &str, at: Timestamp) -> Result<(), StateError> {
    connection.execute(
        "UPDATE authz_grants SET revoked_at = ?3 WHERE bank = ?1 AND id = ?2 AND revoked_at IS NULL",
        (bank.as_str(), grant, millis(at)),
    )?;
    Ok(())
}

/// Revokes every grant of a consent. Says how many there were.
pub(crate) fn revoke_by_consent(
    connection: &Connection,
    bank: &BankId,
    consent: &ConsentId,
    at: Timestamp,
) -> Result<usize, StateError> {
    let revoked = connection.execute(
        "UPDATE authz_grants SET revoked_at = ?3 WHERE bank = ?1 AND consent = ?2 AND revoked_at IS NULL",
        (bank.as_str(), consent.as_str(), millis(at)),
    )?;
    Ok(revoked)
}
