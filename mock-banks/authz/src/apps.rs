//! The apps of this bank for those who run it: listed, shut out and let in again, given other keys. Each change is written
//! down in the bank's audit log, in the same transaction.

use moa_bank_core::audit::{self, NewRecord};
use moa_bank_core::state::StateError;
use moa_kernel::{ClientId, Timestamp};
use moa_security::keys::thumbprint;
use moa_wire::jose::{Jwk, Jwks};
use serde_json::json;

use crate::AuthorisationServer;
use crate::client::Client;
use crate::endpoints::register;
use crate::store::clients::{self, Kept};

/// An app as those who run the bank see it.
#[derive(Debug, Clone)]
pub struct KnownClient {
    /// The app.
    pub client: Client,
    /// When it registered.
    pub created_at: Timestamp,
    /// Why it is shut out, if it is.
    pub suspended: Option<String>,
}

/// Why an app does not change.
#[derive(Debug, thiserror::Error)]
pub enum ClientChange {
    /// There is no such app.
    #[error("there is no such app")]
    Unknown,
    /// It is shut out already, or is not.
    #[error("it is so already")]
    NoChange,
    /// The keys cannot be used.
    #[error("an app has one to five public keys for ES256, PS256 or EdDSA (Ed25519)")]
    Keys,
    /// It has no such key.
    #[error("the app has no such key")]
    NoSuchKey,
    /// It would have no key left.
    #[error("it is the app's only key: give it another one first, or suspend the app")]
    LastKey,
    /// The state could not be used.
    #[error("the apps cannot be used")]
    State(#[from] StateError),
}

impl KnownClient {
    fn of(kept: Kept) -> Self {
        let Kept { client, created_at, suspended } = kept;
        Self { client, created_at, suspended }
    }
}

impl AuthorisationServer {
    /// Up to `limit` apps after one, by id.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn list_clients(&self, after: Option<&ClientId>, limit: u32) -> Result<Vec<KnownClient>, StateError> {
        let (bank, after) = (&self.desk().bank, after.map_or("", ClientId::as_str));
        let found = bank.database().read(|connection| clients::list(connection, bank.id(), after, limit.min(1000)))?;
        Ok(found.into_iter().map(KnownClient::of).collect())
    }

    /// An app, shut out or not.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn find_client(&self, id: &ClientId) -> Result<Option<KnownClient>, StateError> {
        let bank = &self.desk().bank;
        let found = bank.database().read(|connection| clients::find_kept(connection, bank.id(), id))?;
        Ok(found.map(KnownClient::of))
    }

    /// Shuts an app out, or lets it in again when there is no reason not to. Shut out it authenticates nowhere and its
    /// tokens are worth nothing; nothing is deleted.
    ///
    /// # Errors
    /// When there is no such app, or it is so already.
    pub fn suspend_client(&self, id: &ClientId, why: Option<&str>, by: &str) -> Result<KnownClient, ClientChange> {
        let (action, facts) = match why {
            Some(why) => ("app.suspend", json!({ "reason": why })),
            None => ("app.resume", json!({})),
        };
        self.change_client(id, by, action, facts, |connection, bank, kept| {
            if kept.suspended.is_some() == why.is_some() {
                return Err(ClientChange::NoChange);
            }
            kept.suspended = why.map(str::to_owned);
            Ok(clients::suspend(connection, bank, id, why)?)
        })
    }

    /// Puts other public keys in the place of all an app had.
    ///
    /// # Errors
    /// When there is no such app, or the keys cannot be used.
    pub fn replace_client_keys(&self, id: &ClientId, jwks: Jwks, by: &str) -> Result<KnownClient, ClientChange> {
        if !register::are_usable(&jwks) {
            return Err(ClientChange::Keys);
        }
        let facts = json!({ "keys": jwks.keys.iter().filter_map(thumbprint).collect::<Vec<_>>() });
        self.change_client(id, by, "app.rotate-keys", facts, |connection, bank, kept| {
            clients::put_keys(connection, bank, id, &jwks)?;
            kept.client.jwks = jwks;
            Ok(())
        })
    }

    /// Takes one key of an app away, by its `kid` or its thumbprint.
    ///
    /// # Errors
    /// When there is no such app or key, or it is the last one.
    pub fn revoke_client_key(&self, id: &ClientId, key: &str, by: &str) -> Result<KnownClient, ClientChange> {
        self.change_client(id, by, "app.revoke-key", json!({ "key": key }), |connection, bank, kept| {
            let keys = &mut kept.client.jwks.keys;
            let before = keys.len();
            keys.retain(|own| !is_named(own, key));
            match (keys.len() < before, keys.is_empty()) {
                (false, _) => Err(ClientChange::NoSuchKey),
                (true, true) => Err(ClientChange::LastKey),
                (true, false) => Ok(clients::put_keys(connection, bank, id, &kept.client.jwks)?),
            }
        })
    }

    fn change_client(
        &self,
        id: &ClientId,
        by: &str,
        action: &str,
        facts: serde_json::Value,
        change: impl FnOnce(&rusqlite::Connection, &moa_kernel::BankId, &mut Kept) -> Result<(), ClientChange>,
    ) -> Result<KnownClient, ClientChange> {
        let bank = &self.desk().bank;
        bank.database().write(|transaction| {
            let mut kept = clients::find_kept(transaction, bank.id(), id)?.ok_or(ClientChange::Unknown)?;
            change(transaction, bank.id(), &mut kept)?;
            audit::append(transaction, bank, NewRecord::new(by, action, format!("app/{id}")).facts(facts))?;
            Ok(KnownClient::of(kept))
        })
    }
}

fn is_named(key: &Jwk, name: &str) -> bool {
    key.kid.as_deref() == Some(name) || thumbprint(key).as_deref() == Some(name)
}
