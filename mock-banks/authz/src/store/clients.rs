//! The apps (and resource servers) that may talk to this authorisation server.

use moa_bank_core::state::StateError;
use moa_kernel::{BankId, ClientId, Timestamp};
use moa_wire::jose::Jwks;
use rusqlite::{Connection, OptionalExtension as _};

use super::{id, millis, unreadable};
use crate::client::{Client, Role};
use crate::redirect::RedirectUri;

/// Keeps a client, replacing what was known under its id.
pub(crate) fn keep(connection: &Connection, bank: &BankId, client: &Client, at: Timestamp) -> Result<(), StateError> {
    let uris: Vec<&str> = client.redirect_uris.iter().map(RedirectUri::as_str).collect();
    connection.execute(
        "INSERT OR REPLACE INTO authz_clients (bank, client_id, role, name, redirect_uris, jwks, created_at, used_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)",
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

/// The client of this id.
pub(crate) fn find(connection: &Connection, bank: &BankId, client: &ClientId) -> Result<Option<Client>, StateError> {
    let found = connection
        .prepare_cached("SELECT * FROM authz_clients WHERE bank = ?1 AND client_id = ?2")?
        .query_row((bank.as_str(), client.as_str()), |row| {
            let (uris, jwks): (String, String) = (row.get("redirect_uris")?, row.get("jwks")?);
            let uris: Vec<String> = serde_json::from_str(&uris).map_err(|error| unreadable(Box::new(error)))?;
            let jwks: Jwks = serde_json::from_str(&jwks).map_err(|error| unreadable(Box::new(error)))?;
            let uris: Result<_, _> = uris.iter().map(|uri| RedirectUri::new(uri)).collect();
            let role: String = row.get("role")?;
            Ok(Client {
                id: id(row, "client_id")?,
                role: Role::of(&role),
                name: row.get("name")?,
                redirect_uris: uris.map_err(|error| unreadable(Box::new(error)))?,
                jwks,
            })
        })
        .optional()?;
    Ok(found)
}
