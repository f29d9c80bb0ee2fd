//! What the authorisation server remembers, one file per noun.
//!
//! Each function takes the connection it is given (a transaction when it writes) and the bank it speaks for, because
//! several banks share one database file. Whatever would open something if it were stolen is kept as a [`Digest`].

pub(crate) mod browsers;
pub(crate) mod clients;
pub(crate) mod codes;
pub(crate) mod grants;
pub(crate) mod interactions;
pub(crate) mod requests;
pub(crate) mod secrets;
pub(crate) mod spent;
pub(crate) mod tokens;

use moa_bank_core::state::StateError;
use moa_kernel::{BankId, ExposeSecret as _, SecretString, Timestamp};
use rusqlite::Connection;

/// The migration steps of this room.
pub(crate) const STEPS: &[&str] =
    &[include_str!("schema.sql"), include_str!("known_browsers.sql"), include_str!("suspended_clients.sql")];

/// The SHA-256 of a secret, in base64url: enough to recognise it, useless to present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Digest(String);

impl Digest {
    /// The digest of a secret.
    pub(crate) fn of(secret: &SecretString) -> Self {
        Self::of_text(secret.expose_secret())
    }

    /// The digest of a secret that is at hand as plain text, because it has just come out of a request.
    pub(crate) fn of_text(secret: &str) -> Self {
        Self(moa_security::digest::sha256_base64url(secret.as_bytes()))
    }

    /// A public name for the thing behind the secret: 132 bits of the digest, which give nothing of the secret away.
    pub(crate) fn handle(&self) -> &str {
        self.0.get(..22).unwrap_or(&self.0)
    }
}

impl rusqlite::ToSql for Digest {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl rusqlite::types::FromSql for Digest {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        String::column_result(value).map(Self)
    }
}

/// An instant as it stands in the database.
pub(crate) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// An instant read back from a column.
fn instant(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    let millis: i64 = row.get(column)?;
    Timestamp::from_millisecond(millis).map_err(|error| unreadable(Box::new(error)))
}

/// An instant that may be absent.
fn instant_if_any(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    let millis: Option<i64> = row.get(column)?;
    millis.map(Timestamp::from_millisecond).transpose().map_err(|error| unreadable(Box::new(error)))
}

/// An id read back from a column.
fn id<T>(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<T>
where
    T: TryFrom<String, Error = moa_kernel::IdError>,
{
    let text: String = row.get(column)?;
    T::try_from(text).map_err(|error| unreadable(Box::new(error)))
}

fn unreadable(error: Box<dyn std::error::Error + Send + Sync>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error)
}

/// Forgets what is over. A day is kept beyond the end, so that a late replay is still recognised as one.
pub(crate) fn sweep(connection: &Connection, bank: &BankId, now: Timestamp) -> Result<(), StateError> {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let (now, day_ago) = (millis(now), millis(now) - DAY_MS);
    for (statement, before) in [
        ("DELETE FROM authz_spent WHERE bank = ?1 AND until < ?2", now),
        ("DELETE FROM authz_requests WHERE bank = ?1 AND expires_at < ?2", day_ago),
        ("DELETE FROM authz_interactions WHERE bank = ?1 AND expires_at < ?2", day_ago),
        ("DELETE FROM authz_codes WHERE bank = ?1 AND expires_at < ?2", day_ago),
        ("DELETE FROM authz_access_tokens WHERE bank = ?1 AND expires_at < ?2", day_ago),
        ("DELETE FROM authz_refresh_tokens WHERE bank = ?1 AND expires_at < ?2", day_ago),
        ("DELETE FROM authz_browsers WHERE bank = ?1 AND expires_at < ?2", now),
        // An app that registered and never came back.
        ("DELETE FROM authz_clients WHERE bank = ?1 AND used_at IS NULL AND created_at < ?2", day_ago),
        // Grants that ended, then the tokens of grants that are gone, then the grants no token is left of.
        ("DELETE FROM authz_grants WHERE bank = ?1 AND revoked_at < ?2", day_ago),
        (
            "DELETE FROM authz_refresh_tokens AS t WHERE t.bank = ?1 AND ?2 AND NOT EXISTS
                (SELECT 1 FROM authz_grants AS g WHERE g.bank = ?1 AND g.id = t.grant_id)",
            1,
        ),
        (
            "DELETE FROM authz_grants AS g WHERE g.bank = ?1 AND g.created_at < ?2 AND NOT EXISTS
                (SELECT 1 FROM authz_refresh_tokens AS t WHERE t.bank = ?1 AND t.grant_id = g.id)",
            day_ago,
        ),
    ] {
        connection.prepare_cached(statement)?.execute((bank.as_str(), before))?;
    }
    Ok(())
}
