//! One browser working through one pushed request: not logged in, then logged in, then done.

use moa_bank_core::state::StateError;
use moa_kernel::{BankId, CustomerId, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{Digest, id, instant, instant_if_any, millis};

/// What one browser has done so far. The browser holds the secret behind `digest` in a cookie.
#[derive(Debug, Clone)]
pub(crate) struct Interaction {
    /// The digest of the browser's secret.
    pub(crate) digest: Digest,
    /// The digest of the request it is about.
    pub(crate) request: Digest,
    /// Who logged in, and when.
    pub(crate) customer: Option<(CustomerId, Timestamp)>,
    /// How many passwords were wrong so far.
    pub(crate) wrong_passwords: u32,
    /// What the next page has to say first (a word of `pages::Notice`).
    pub(crate) notice: Option<String>,
    /// The language the customer switched to.
    pub(crate) language: Option<String>,
    /// When the customer has to start again.
    pub(crate) expires_at: Timestamp,
}

/// Keeps a new interaction.
pub(crate) fn keep(connection: &Connection, bank: &BankId, interaction: &Interaction) -> Result<(), StateError> {
    let (customer, at) = interaction.customer.as_ref().map(|(who, at)| (who.as_str(), millis(*at))).unzip();
    connection
        .prepare_cached(
            "INSERT INTO authz_interactions (bank, digest, request, customer, authenticated_at,
             wrong_passwords, notice, language, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute((
            bank.as_str(),
            &interaction.digest,
            &interaction.request,
            customer,
            at,
            interaction.wrong_passwords,
            &interaction.notice,
            &interaction.language,
            millis(interaction.expires_at),
        ))?;
    Ok(())
}

/// The interaction of the browser that holds this secret.
pub(crate) fn find(connection: &Connection, bank: &BankId, digest: &Digest) -> Result<Option<Interaction>, StateError> {
    let found = connection
        .prepare_cached("SELECT * FROM authz_interactions WHERE bank = ?1 AND digest = ?2")?
        .query_row((bank.as_str(), digest), read)
        .optional()?;
    Ok(found)
}

/// Counts a password that is about to be judged as a wrong one. Says how many that makes; nothing when there were `max`
/// before, and then it must not be judged.
pub(crate) fn count_password(
    connection: &Connection,
    bank: &BankId,
    digest: &Digest,
    max: u32,
) -> Result<Option<u32>, StateError> {
    let count = connection
        .query_row(
            "UPDATE authz_interactions SET wrong_passwords = wrong_passwords + 1
             WHERE bank = ?1 AND digest = ?2 AND wrong_passwords < ?3 RETURNING wrong_passwords",
            (bank.as_str(), digest, max),
            |row| row.get(0),
        )
        .optional()?;
    Ok(count)
}

/// Takes a count back: the password was not looked at.
pub(crate) fn uncount_password(connection: &Connection, bank: &BankId, digest: &Digest) -> Result<(), StateError> {
    connection.execute(
        "UPDATE authz_interactions SET wrong_passwords = wrong_passwords - 1
         WHERE bank = ?1 AND digest = ?2 AND wrong_passwords > 0",
        (bank.as_str(), digest),
    )?;
    Ok(())
}

/// Notes what the next page has to say first.
pub(crate) fn note(connection: &Connection, bank: &BankId, digest: &Digest, notice: &str) -> Result<(), StateError> {
    connection.execute(
        "UPDATE authz_interactions SET notice = ?3 WHERE bank = ?1 AND digest = ?2",
        (bank.as_str(), digest, notice),
    )?;
    Ok(())
}

/// Notes the language the customer switched to.
pub(crate) fn speak(connection: &Connection, bank: &BankId, digest: &Digest, language: &str) -> Result<(), StateError> {
    connection.execute(
        "UPDATE authz_interactions SET language = ?3 WHERE bank = ?1 AND digest = ?2",
        (bank.as_str(), digest, language),
    )?;
    Ok(())
}

/// Forgets an interaction. Says whether it was there: of several at once exactly one is told yes.
pub(crate) fn forget(connection: &Connection, bank: &BankId, digest: &Digest) -> Result<bool, StateError> {
    let gone = connection
        .execute("DELETE FROM authz_interactions WHERE bank = ?1 AND digest = ?2", (bank.as_str(), digest))?;
    Ok(gone == 1)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Interaction> {
    let known: Option<String> = row.get("customer")?;
    let customer = match (known, instant_if_any(row, "authenticated_at")?) {
        (Some(_), Some(at)) => Some((id(row, "customer")?, at)),
        _ => None,
    };
    Ok(Interaction {
        digest: row.get("digest")?,
        request: row.get("request")?,
        customer,
        wrong_passwords: row.get("wrong_passwords")?,
        notice: row.get("notice")?,
        language: row.get("language")?,
        expires_at: instant(row, "expires_at")?,
    })
}
