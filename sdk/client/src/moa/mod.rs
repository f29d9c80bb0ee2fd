//! The handle everything starts from, and the builder that puts it together.
//!
//! A [`Moa`] is one installation: one directory, one vault, one store, and one client per bank. It is cheap to clone; all
//! clones are the same installation. Its areas are [`Moa::directory`], [`Moa::authorise`], [`Moa::links`] and
//! [`Moa::unlink`] for the links, [`Moa::sync`] and [`Moa::overview`] for what they bring.

mod builder;
mod connections;
mod data;

use std::sync::Arc;

use moa_kernel::{LinkId, Timestamp};

pub use builder::MoaBuilder;
pub(crate) use connections::Inner;

use crate::authorise::Authorise;
use crate::directory::{Bank, Directory};
use crate::error::{Error, ErrorKind};
use crate::link::{Link, UnlinkReceipt, unlink};
use crate::store::Store;
use crate::vault::Vault;

/// One installation of the SDK. Clones are the same installation.
#[derive(Clone)]
pub struct Moa {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for Moa {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Moa")
    }
}

impl Moa {
    /// Starts to put an installation together.
    #[must_use]
    pub fn builder() -> MoaBuilder {
        MoaBuilder::default()
    }

    /// The banks there are.
    #[must_use]
    pub fn directory(&self) -> Arc<Directory> {
        self.inner.directory.load_full()
    }

    /// Loads the directory again from where it came from.
    ///
    /// # Errors
    /// When it cannot be loaded; the old one then stays.
    pub async fn reload_directory(&self) -> Result<Arc<Directory>, Error> {
        self.inner.reload_directory().await?;
        Ok(self.directory())
    }

    /// Begins to ask for an approval at a bank.
    #[must_use]
    pub fn authorise(&self, bank: &Bank) -> Authorise {
        Authorise::new(Arc::clone(&self.inner), bank.clone())
    }

    /// Every link, the oldest first. Ask [`Link::state_at`] with [`Moa::now`] for where each stands.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn links(&self) -> Result<Vec<Link>, Error> {
        Ok(self.inner.store.list_links().await?)
    }

    /// A link by its id.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownLink`] when there is none.
    pub async fn link(&self, id: &LinkId) -> Result<Link, Error> {
        let links = self.links().await?;
        links.into_iter().find(|link| link.id == *id).ok_or_else(|| Error::new(ErrorKind::UnknownLink))
    }

    /// Ends a link: tells the bank, erases the secrets and the data, and says both outcomes. What is on this device is
    /// erased even when the bank cannot be reached.
    ///
    /// # Errors
    /// When the store or the vault could not erase. The bank's silence is not an error but part of the receipt.
    pub async fn unlink(&self, link: &Link) -> Result<UnlinkReceipt, Error> {
        unlink(&self.inner, link).await
    }

    /// The present moment, as this installation's clock has it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.shared.tools.clock.now()
    }

    /// The store, for what the SDK has no question for.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.inner.store
    }

    /// The vault, for an app's own secrets.
    #[must_use]
    pub fn vault(&self) -> &Arc<dyn Vault> {
        &self.inner.shared.vault
    }
}
