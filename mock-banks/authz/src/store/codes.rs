//! Authorisation codes: an hour glass of sixty seconds that turns once.

use moa_bank_core::state::StateError;
use moa_kernel::{BankId, ClientId, ConsentId, CustomerId, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{Digest, id, instant, instant_if_any, millis};

/// What a code stands for.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) digest: Digest,
    pub(crate) client: ClientId,
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: String,
    pub(crate) dpop_jkt: Option<String>,
    pub(crate) consent: ConsentId,
    pub(crate) customer: CustomerId,
    pub(crate) authenticated_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    /// When it was first presented by its client, rightly or wrongly.
    pub(crate) spent_at: Option<Timestamp>,
    /// What the first use gave.
    pub(crate) grant: Option<String>,
}

/// Keeps a new code.
pub(crate) fn keep(connection: &Connection, bank: &BankId, code: &Code) -> Result<(), StateError> {
    connection
        .prepare_cached(
            "INSERT INTO authz_codes (bank, digest, client_id, redirect_uri, scope, nonce, challenge, dpop_jkt, consent,
             customer, authenticated_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute((
            bank.as_str(),
            &code.digest,
            code.client.as_str(),
            &code.redirect_uri,
            &code.scope,
            &code.nonce,
            &code.challenge,
            &code.dpop_jkt,
            code.consent.as_str(),
            code.customer.as_str(),
            millis(code.authenticated_at),
            millis(code.expires_at),
        ))?;
    Ok(())
}

/// The code of this digest.
pub(crate) fn find(connection: &Connection, bank: &BankId, digest: &Digest) -> Result<Option<Code>, StateError> {
    let found = connection
        .prepare_cached("SELECT * FROM authz_codes WHERE bank = ?1 AND digest = ?2")?
        .query_row((bank.as_str(), digest), read)
        .optional()?;
    Ok(found)
}

/// Marks a code as used, and what it gave if it gave something.
pub(crate) fn spend(
    connection: &Connection,
    bank: &BankId,
    digest: &Digest,
    at: Timestamp,
    grant: Option<&str>,
) -> Result<(), StateError> {
    connection
        .prepare_cached("UPDATE authz_codes SET spent_at = ?3, grant_id = ?4 WHERE bank = ?1 AND digest = ?2")?
        .execute((bank.as_str(), digest, millis(at), grant))?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Code> {
    Ok(Code {
        digest: row.get("digest")?,
        client: id(row, "client_id")?,
        redirect_uri: row.get("redirect_uri")?,
        scope: row.get("scope")?,
        nonce: row.get("nonce")?,
        challenge: row.get("challenge")?,
        dpop_jkt: row.get("dpop_jkt")?,
        consent: id(row, "consent")?,
        customer: id(row, "customer")?,
        authenticated_at: instant(row, "authenticated_at")?,
        expires_at: instant(row, "expires_at")?,
        spent_at: instant_if_any(row, "spent_at")?,
        grant: row.get("grant_id")?,
    })
}
