//! The apps (and resource servers) that may talk to this authorisation server.

use moa_bank_core::state::StateError;
use moa_kernel::{BankId, ClientId, Timestamp};
use moa_wire::jose::Jwks;
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{id, instant, millis, unreadable};
use crate::client::{Client, Role};
use crate::redirect::RedirectUri;

/// Keeps a client, replacing what was known under its id. One that is shut out stays so.
pub(crate) fn keep(connection: &Connection, bank: &BankId, client: &Client, at: Timestamp) -> Result<(), StateError> {
    let uris: Vec<&str> = client.redirect_uris.iter().map(RedirectUri::as_str).collect();
    connection.execute(
        "INSERT INTO authz_clients (bank, client_id, role, name, redirect_uris, jwks, created_at, used_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)
         ON CONFLICT DO UPDATE SET role = excluded.role, name = excluded.name, redirect_uris = excluded.redirect_uris,
             jwks = excluded.jwks, created_at = excluded.created_at, used_at = NULL",
        (
            bank.as_str(),
            client.id.as_str(),
            client.role.as_str(),
            &client.name,
            serde_json::to_string(&uris).map_err(|_| StateError::Unreadable("redirect URI"))?,
            serde_json::to_string(&client.jwks).map_err(|_| StateError::Unreadable("key set"))?,
            millis(at),
        ),
    )?;
    Ok(())
}

/// Notes that a client has been here and proved who it is; until then a registration is forgotten after a day.
pub(crate) fn mark_used(c: &Connection, bank: &BankId, client: &ClientId, at: Timestamp) -> Result<(), StateError> {
    c.prepare_cached("UPDATE authz_clients SET used_at = ?3 WHERE bank = ?1 AND client_id = ?2 AND used_at IS NULL")?
        .execute((bank.as_str(), client.as_str(), millis(at)))?;
    Ok(())
}

/// A client as whoever runs the bank sees it.
pub(crate) struct Kept {
    pub(crate) client: Client,
    pub(crate) created_at: Timestamp,
    /// Why it is shut out, if it is.
    pub(crate) suspended: Option<String>,
}

/// The client of this id, unless it is shut out: then it is to everybody as if there were none.
pub(crate) fn find(connection: &Connection, bank: &BankId, client: &ClientId) -> Result<Option<Client>, StateError> {
    let found = find_kept(connection, bank, client)?;
    Ok(found.filter(|kept| kept.suspended.is_none()).map(|kept| kept.client))
}

/// The client of this id, shut out or not.
pub(crate) fn find_kept(connection: &Connection, bank: &BankId, client: &ClientId) -> Result<Option<Kept>, StateError> {
    let found = connection
        .prepare_cached("SELECT * FROM authz_clients WHERE bank = ?1 AND client_id = ?2")?
        .query_row((bank.as_str(), client.as_str()), read)
        .optional()?;
    Ok(found)
}

/// Up to `limit` clients after one, by id.
pub(crate) fn list(c: &Connection, bank: &BankId, after: &str, limit: u32) -> Result<Vec<Kept>, StateError> {
    let sql = "SELECT * FROM authz_clients WHERE bank = ?1 AND client_id > ?2 ORDER BY client_id LIMIT ?3";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map((bank.as_str(), after, limit), read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether a client is shut out.
pub(crate) fn is_suspended(c: &Connection, bank: &BankId, client: &ClientId) -> Result<bool, StateError> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM authz_clients WHERE bank = ?1 AND client_id = ?2 AND suspended IS NOT NULL)";
    Ok(c.prepare_cached(sql)?.query_row((bank.as_str(), client.as_str()), |row| row.get(0))?)
}

/// Shuts a client out, or lets it in again.
pub(crate) fn suspend(c: &Connection, bank: &BankId, client: &ClientId, why: Option<&str>) -> Result<(), StateError> {
    let sql = "UPDATE authz_clients SET suspended = ?3 WHERE bank = ?1 AND client_id = ?2";
    c.execute(sql, (bank.as_str(), client.as_str(), why))?;
    Ok(())
}

/// Puts other keys in the place of a client's.
pub(crate) fn put_keys(c: &Connection, bank: &BankId, client: &ClientId, jwks: &Jwks) -> Result<(), StateError> {
    let text = serde_json::to_string(jwks).map_err(|_| StateError::Unreadable("key set"))?;
    let sql = "UPDATE authz_clients SET jwks = ?3 WHERE bank = ?1 AND client_id = ?2";
    c.execute(sql, (bank.as_str(), client.as_str(), text))?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let (uris, jwks): (String, String) = (row.get("redirect_uris")?, row.get("jwks")?);
    let uris: Vec<String> = serde_json::from_str(&uris).map_err(|error| unreadable(Box::new(error)))?;
    let jwks: Jwks = serde_json::from_str(&jwks).map_err(|error| unreadable(Box::new(error)))?;
    let uris: Result<_, _> = uris.iter().map(|uri| RedirectUri::new(uri)).collect();
    let role: String = row.get("role")?;
    let client = Client {
        id: id(row, "client_id")?,
        role: Role::of(&role),
        name: row.get("name")?,
        redirect_uris: uris.map_err(|error| unreadable(Box::new(error)))?,
        jwks,
    };
    Ok(Kept { client, created_at: instant(row, "created_at")?, suspended: row.get("suspended")? })
}
