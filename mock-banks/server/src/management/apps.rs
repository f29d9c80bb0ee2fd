//! The apps of a bank: the management centre asks, the authorisation server in the same process answers.

use async_trait::async_trait;
use moa_bank_authz::{AuthorisationServer, ClientChange, KnownClient, RedirectUri, Role};
use moa_bank_console::apps::{AppDesk, AppError, AppRecord};
use moa_kernel::{ClientId, ConsentId};
use serde_json::Value;
use tracing::error;

/// The authorisation server of a bank, as the management centre sees it.
pub(super) struct OwnApps(pub(super) AuthorisationServer);

impl OwnApps {
    async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&AuthorisationServer) -> Result<T, ClientChange> + Send + 'static,
    ) -> Result<T, AppError> {
        let server = self.0.clone();
        let answer = tokio::task::spawn_blocking(move || work(&server)).await;
        answer.map_err(|error| AppError::Broken(error.to_string()))?.map_err(refused)
    }
}

fn refused(error: ClientChange) -> AppError {
    match error {
        ClientChange::Unknown => AppError::Unknown,
        ClientChange::NoChange => AppError::State("it is so already: nothing was changed"),
        ClientChange::LastKey => {
            AppError::State("it is the app's only key: give it another one first, or suspend the app")
        }
        ClientChange::NoSuchKey => AppError::State("the app has no such key"),
        ClientChange::Keys => AppError::Keys(ClientChange::Keys.to_string()),
        ClientChange::State(error) => AppError::Broken(error.to_string()),
    }
}

fn record(known: KnownClient) -> AppRecord {
    let KnownClient { client, created_at, suspended } = known;
    AppRecord {
        id: client.id,
        name: client.name,
        resource_server: client.role == Role::ResourceServer,
        redirect_uris: client.redirect_uris.iter().map(RedirectUri::as_str).map(str::to_owned).collect(),
        keys: client.jwks.keys.iter().filter_map(|key| serde_json::to_value(key).ok()).collect(),
        created_at,
        suspended,
    }
}

#[async_trait]
impl AppDesk for OwnApps {
    async fn list(&self, after: Option<ClientId>, limit: u32) -> Result<Vec<AppRecord>, AppError> {
        let found = self.ask(move |server| Ok(server.list_clients(after.as_ref(), limit)?)).await?;
        Ok(found.into_iter().map(record).collect())
    }

    async fn find(&self, app: &ClientId) -> Result<Option<AppRecord>, AppError> {
        let app = app.clone();
        Ok(self.ask(move |server| Ok(server.find_client(&app)?)).await?.map(record))
    }

    async fn suspend(&self, app: &ClientId, reason: &str, by: &str) -> Result<AppRecord, AppError> {
        let (app, reason, by) = (app.clone(), reason.to_owned(), by.to_owned());
        self.ask(move |server| server.suspend_client(&app, Some(&reason), &by)).await.map(record)
    }

    async fn resume(&self, app: &ClientId, by: &str) -> Result<AppRecord, AppError> {
        let (app, by) = (app.clone(), by.to_owned());
        self.ask(move |server| server.suspend_client(&app, None, &by)).await.map(record)
    }

    async fn replace_keys(&self, app: &ClientId, keys: Value, by: &str) -> Result<AppRecord, AppError> {
        let jwks =
            serde_json::from_value(keys).map_err(|error| AppError::Keys(format!("these are no keys: {error}")))?;
        let (app, by) = (app.clone(), by.to_owned());
        self.ask(move |server| server.replace_client_keys(&app, jwks, &by)).await.map(record)
    }

    async fn revoke_key(&self, app: &ClientId, key: &str, by: &str) -> Result<AppRecord, AppError> {
        let (app, key, by) = (app.clone(), key.to_owned(), by.to_owned());
        self.ask(move |server| server.revoke_client_key(&app, &key, &by)).await.map(record)
    }

    async fn consent_ended(&self, consent: &ConsentId) {
        let ended = consent.clone();
        let answer = self.ask(move |server| Ok(server.revoke_by_consent(&ended)?)).await;
        // The consent itself is ended already, so the tokens open nothing either way.
        if let Err(error) = answer {
            error!(%consent, %error, "the grants of an ended consent could not be revoked");
        }
    }
}
