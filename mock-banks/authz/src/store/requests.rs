//! Pushed authorisation requests: what an app asked for, waiting for a customer.

use moa_bank_core::state::StateError;
use moa_kernel::{BankId, ClientId, ConsentId, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{Digest, id, instant, millis};

/// A pushed request. Whatever the customer's browser says later, only this counts.
#[derive(Debug, Clone)]
pub(crate) struct PushedRequest {
    /// The digest of its `request_uri`.
    pub(crate) digest: Digest,
    pub(crate) client: ClientId,
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: String,
    pub(crate) dpop_jkt: Option<String>,
    pub(crate) consent: ConsentId,
    pub(crate) ui_locales: Option<String>,
    /// Until when a browser may begin with it.
    pub(crate) expires_at: Timestamp,
    /// How it ended, when it has.
    pub(crate) outcome: Option<Outcome>,
}

/// How a request ended. It ends once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The customer allowed it.
    Allowed,
    /// The customer did not allow it, or left.
    Denied,
    /// The server ended it: too many wrong passwords, or the consent was gone.
    Failed,
}

impl Outcome {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Failed => "failed",
        }
    }

    fn of(text: &str) -> Self {
        match text {
            "allowed" => Self::Allowed,
            "denied" => Self::Denied,
            _ => Self::Failed,
        }
    }
}

/// Keeps a new request.
pub(crate) fn keep(connection: &Connection, bank: &BankId, request: &PushedRequest) -> Result<(), StateError> {
    connection
        .prepare_cached(
            "INSERT INTO authz_requests (bank, digest, client_id, redirect_uri, scope, state, nonce, challenge, dpop_jkt,
             consent, ui_locales, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute((
            bank.as_str(),
            &request.digest,
            request.client.as_str(),
            &request.redirect_uri,
            &request.scope,
            &request.state,
            &request.nonce,
            &request.challenge,
            &request.dpop_jkt,
            request.consent.as_str(),
            &request.ui_locales,
            millis(request.expires_at),
        ))?;
    Ok(())
}

/// The request of this digest.
pub(crate) fn find(
    connection: &Connection,
    bank: &BankId,
    digest: &Digest,
) -> Result<Option<PushedRequest>, StateError> {
    let found = connection
        .prepare_cached("SELECT * FROM authz_requests WHERE bank = ?1 AND digest = ?2")?
        .query_row((bank.as_str(), digest), read)
        .optional()?;
    Ok(found)
}

/// Ends a request. Says whether this call was the one that ended it: of several at once exactly one is.
pub(crate) fn end(
    connection: &Connection,
    bank: &BankId,
    digest: &Digest,
    outcome: Outcome,
) -> Result<bool, StateError> {
    let changed = connection.execute(
        "UPDATE authz_requests SET outcome = ?3 WHERE bank = ?1 AND digest = ?2 AND outcome IS NULL",
        (bank.as_str(), digest, outcome.as_str()),
    )?;
    Ok(changed == 1)
}

fn read(row: &Row<'_>) -> rusqlite::Result<PushedRequest> {
    let outcome: Option<String> = row.get("outcome")?;
    Ok(PushedRequest {
        digest: row.get("digest")?,
        client: id(row, "client_id")?,
        redirect_uri: row.get("redirect_uri")?,
        scope: row.get("scope")?,
        state: row.get("state")?,
        nonce: row.get("nonce")?,
        challenge: row.get("challenge")?,
        dpop_jkt: row.get("dpop_jkt")?,
        consent: id(row, "consent")?,
        ui_locales: row.get("ui_locales")?,
        expires_at: instant(row, "expires_at")?,
        outcome: outcome.as_deref().map(Outcome::of),
    })
}
