//! What all clones of a handle share: the directory, the store, and one client per bank and one grant per link, each made
//! when it is first needed.

use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use async_trait::async_trait;
use moa_kernel::{BankId, LinkId};
use tokio::sync::{Mutex, MutexGuard};

use crate::authorise::{BankClient, Grant, Shared};
use crate::directory::{Bank, Directory, DirectorySource};
use crate::error::{CallContext, Error, ErrorKind};
use crate::http::{BankHttp, Limits, Transport, TransportOptions, TrustedCertificate};
use crate::language::Language;
use crate::link::Link;
use crate::standards::{HttpAsk, HttpReply, Standard};
use crate::store::Store;
use crate::sync::Ask;

/// What an installation is made of.
pub(super) struct Parts {
    pub(super) source: DirectorySource,
    pub(super) store: Arc<dyn Store>,
    pub(super) shared: Shared,
    pub(super) limits: Limits,
    pub(super) trusted: Option<TrustedCertificate>,
    pub(super) language: Language,
    pub(super) without_directory: bool,
}

/// What all clones of a handle share.
pub(crate) struct Inner {
    pub(crate) directory: ArcSwap<Directory>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) shared: Shared,
    pub(crate) language: Language,
    source: DirectorySource,
    limits: Limits,
    trusted: Option<TrustedCertificate>,
    clients: std::sync::Mutex<HashMap<BankId, Arc<BankClient>>>,
    grants: Mutex<HashMap<LinkId, Arc<Grant>>>,
}

impl Inner {
    pub(super) async fn open(parts: Parts) -> Result<Self, Error> {
        let Parts { source, store, shared, limits, trusted, language, without_directory } = parts;
        let inner = Self {
            directory: ArcSwap::default(),
            store,
            shared,
            language,
            source,
            limits,
            trusted,
            clients: std::sync::Mutex::default(),
            grants: Mutex::default(),
        };
        match inner.reload_directory().await {
            Err(error) if without_directory && error.kind() == ErrorKind::DirectoryUnreadable => {
                tracing::warn!(%error, "started without a list of banks");
            }
            outcome => outcome?,
        }
        Ok(inner)
    }

    pub(super) async fn reload_directory(&self) -> Result<(), Error> {
        let transport = Transport::new(self.transport_options(self.source.environment()))?;
        let directory = self.source.load(&transport).await?;
        self.directory.store(Arc::new(directory));
        Ok(())
    }

    fn transport_options(&self, environment: crate::http::Environment) -> TransportOptions {
        TransportOptions {
            environment,
            limits: self.limits.clone(),
            trusted: self.trusted.clone(),
            app_name: concat!("moa/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }

    /// Our client at a bank. When the bank's directory entry has changed since, a new one is made: pins must be those of
    /// today.
    pub(crate) fn client_of(&self, bank: &Bank) -> Result<Arc<BankClient>, Error> {
        let mut clients = self.clients.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(client) = clients.get(bank.id()).filter(|client| client.bank == *bank) {
            return Ok(Arc::clone(client));
        }
        let transport = Transport::new(self.transport_options(bank.pins().environment()))?;
        let http = BankHttp::new(bank.id().clone(), bank.pins().clone(), transport, self.shared.tools.clone());
        let client = Arc::new(BankClient::new(bank.clone(), http, self.shared.clone()));
        clients.insert(bank.id().clone(), Arc::clone(&client));
        Ok(client)
    }

    pub(crate) fn client_of_link(&self, link: &Link) -> Result<Arc<BankClient>, Error> {
        let bank = self.directory.load().bank(link.bank.as_str());
        self.client_of(&bank.map_err(|error| Error::from(error).within(CallContext::of_bank(&link.bank)))?)
    }

    /// The living grant of a link. There is one of each, so that refreshing is a single flight.
    pub(crate) async fn grant_of(&self, link: &Link) -> Result<Arc<Grant>, Error> {
        let mut grants = self.grants.lock().await;
        if let Some(grant) = grants.get(&link.id) {
            return Ok(Arc::clone(grant));
        }
        let grant = Arc::new(Grant::load(&link.id, self.client_of_link(link)?).await?);
        grants.insert(link.id.clone(), Arc::clone(&grant));
        Ok(grant)
    }

    /// Closes a link's grant and lets go of it. As long as the guard lives, nobody takes any grant out of the vault: what is
    /// changed there meanwhile is changed for everybody, and no refresh under way writes over it.
    pub(crate) async fn alone_with(&self, link: &LinkId) -> MutexGuard<'_, HashMap<LinkId, Arc<Grant>>> {
        // A refresh may be under way. It is waited for without the guard, so that it holds up no other link.
        let held = self.grants.lock().await.get(link).cloned();
        if let Some(grant) = held {
            grant.close().await;
        }
        let mut grants = self.grants.lock().await;
        if let Some(grant) = grants.remove(link) {
            grant.close().await;
        }
        grants
    }

    /// The bank refuses us for good: the link's row says so from now on. Not when the link has been renewed or erased
    /// meanwhile: what is over then is another approval.
    async fn lose(&self, link: &Link) {
        let _unchanging = self.grants.lock().await;
        let same = |row: &Link| (&row.id, &row.consent, row.linked_at) == (&link.id, &link.consent, link.linked_at);
        let known = self.store.list_links().await.is_ok_and(|rows| rows.iter().any(same));
        if known
            && let Ok(state) = link.state.lose(self.shared.tools.clock.now())
            && let Err(error) = self.store.put_link(&Link { state, ..link.clone() }).await
        {
            tracing::warn!(link = %link.id, %error, "the end of a link could not be written down");
        }
    }
}

#[async_trait]
impl Ask for Inner {
    async fn send(&self, link: &Link, ask: HttpAsk) -> Result<HttpReply, Error> {
        if !link.state_at(self.shared.tools.clock.now()).is_usable() {
            return Err(Error::new(ErrorKind::LinkEnded).within(CallContext::of_bank(&link.bank)));
        }
        let (outcome, closed) = match self.grant_of(link).await {
            Ok(grant) => (grant.send(&ask).await, grant.is_closed().await),
            Err(error) => (Err(error), false),
        };
        if outcome.as_ref().is_err_and(|error| error.kind() == ErrorKind::LinkEnded) && !closed {
            self.lose(link).await;
        }
        outcome
    }

    fn standard(&self, link: &Link) -> Result<Arc<dyn Standard>, Error> {
        Ok(self.client_of_link(link)?.standard())
    }
}
