//! Access and refresh tokens, by digest. Whether a token is alive is decided by whoever reads it, at one moment in time.

use moa_bank_core::state::StateError;
use moa_kernel::{BankId, ClientId, Timestamp};
use rusqlite::{Connection, OptionalExtension as _};

use super::{Digest, id, instant, instant_if_any, millis};

/// An access token. Without a grant it is the app's own (client credentials).
#[derive(Debug, Clone)]
pub(crate) struct AccessToken {
    pub(crate) digest: Digest,
    pub(crate) grant: Option<String>,
    pub(crate) client: ClientId,
    pub(crate) scope: String,
    /// The thumbprint of the key it is bound to.
    pub(crate) jkt: String,
    pub(crate) issued_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) revoked_at: Option<Timestamp>,
}

/// A refresh token.
#[derive(Debug, Clone)]
pub(crate) struct RefreshToken {
    pub(crate) digest: Digest,
    pub(crate) grant: String,
    pub(crate) expires_at: Timestamp,
    /// When rotation put a successor in its place.
    pub(crate) replaced_at: Option<Timestamp>,
}

/// Keeps a new access token.
pub(crate) fn keep_access(connection: &Connection, bank: &BankId, token: &AccessToken) -> Result<(), StateError> {
    connection
        .prepare_cached(
            "INSERT INTO authz_access_tokens (bank, digest, grant_id, client_id, scope, jkt, issued_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            bank.as_str(),
            &token.digest,
            &token.grant,
            token.client.as_str(),
            &token.scope,
            &token.jkt,
            millis(token.issued_at),
            millis(token.expires_at),
        ))?;
    Ok(())
}

/// The access token of this digest.
pub(crate) fn find_access(
    connection: &Connection,
    bank: &BankId,
    digest: &Digest,
) -> Result<Option<AccessToken>, StateError> {
    let found = connection
        .prepare_cached("SELECT * FROM authz_access_tokens WHERE bank = ?1 AND digest = ?2")?
        .query_row((bank.as_str(), digest), |row| {
            Ok(AccessToken {
                digest: row.get("digest")?,
                grant: row.get("grant_id")?,
                client: id(row, "client_id")?,
                scope: row.get("scope")?,
                jkt: row.get("jkt")?,
                issued_at: instant(row, "issued_at")?,
                expires_at: instant(row, "expires_at")?,
                revoked_at: instant_if_any(row, "revoked_at")?,
            })
        })
        .optional()?;
    Ok(found)
}

/// Revokes one access token.
pub(crate) fn revoke_access(
    connection: &Connection,
    bank: &BankId,
    digest: &Digest,
    at: Timestamp,
) -> Result<(), StateError> {
    connection.execute(
        "UPDATE authz_access_tokens SET revoked_at = ?3 WHERE bank = ?1 AND digest = ?2 AND revoked_at IS NULL",
        (bank.as_str(), digest, millis(at)),
    )?;
    Ok(())
}

/// Keeps a new refresh token.
pub(crate) fn keep_refresh(connection: &Connection, bank: &BankId, token: &RefreshToken) -> Result<(), StateError> {
    connection.execute(
        "INSERT INTO authz_refresh_tokens (bank, digest, grant_id, expires_at) VALUES (?1, ?2, ?3, ?4)",
        (bank.as_str(), &token.digest, &token.grant, millis(token.expires_at)),
    )?;
    Ok(())
}

/// The refresh token of this digest.
pub(crate) fn find_refresh(
    connection: &Connection,
    bank: &BankId,
    digest: &Digest,
) -> Result<Option<RefreshToken>, StateError> {
    let found = connection
        .prepare_cached("SELECT * FROM authz_refresh_tokens WHERE bank = ?1 AND digest = ?2")?
        .query_row((bank.as_str(), digest), |row| {
            Ok(RefreshToken {
                digest: row.get("digest")?,
                grant: row.get("grant_id")?,
                expires_at: instant(row, "expires_at")?,
                replaced_at: instant_if_any(row, "replaced_at")?,
            })
        })
        .optional()?;
    Ok(found)
}

/// Marks a refresh token as replaced; the first time counts.
pub(crate) fn replace_refresh(
    connection: &Connection,
    bank: &BankId,
    digest: &Digest,
    at: Timestamp,
) -> Result<(), StateError> {
    connection.execute(
        "UPDATE authz_refresh_tokens SET replaced_at = ?3 WHERE bank = ?1 AND digest = ?2 AND replaced_at IS NULL",
        (bank.as_str(), digest, millis(at)),
    )?;
    Ok(())
}
