//! An installation: the banks, the links, and what they brought.

use std::sync::Arc;

use moa_kernel::LinkId;
use moa_sdk::directory::Directory;
use moa_sdk::link::Link;
use moa_sdk::store::TransactionKey;
use moa_sdk::{Error, ErrorKind, Language, Moa};

use crate::cancel::Cancel;
use crate::convert::{
    FfiBank, FfiDay, FfiLink, FfiLinkRequest, FfiMonth, FfiOriginalTransaction, FfiOverview, FfiRefusedBank,
    FfiSyncOptions, FfiSyncReport, FfiTransaction, FfiTransactionQuery, FfiTransactionWindow, FfiUnlinkReceipt,
};
use crate::door::{self, Door, runtime, when_gone};
use crate::listener::{FfiSyncListener, heard_by};
use crate::options::{self, FfiOptions};
use crate::planted::{self, Living};
use crate::{FfiApproval, FfiCancelToken, FfiError, FfiTransactionPages};

/// The most rows one question may ask for.
const ROWS_MAX: u32 = 10_000;

/// One installation of Moa.
#[derive(uniffi::Object)]
pub struct FfiMoa {
    door: Arc<Door>,
    language: &'static str,
    _living: Living,
}

#[uniffi::export]
impl FfiMoa {
    /// Opens an installation: its vault, its store, and the list of banks.
    ///
    /// # Errors
    /// When one of the three cannot be opened.
    #[uniffi::constructor]
    pub async fn open(options: FfiOptions, cancel: Option<Arc<FfiCancelToken>>) -> Result<Arc<Self>, FfiError> {
        let language = Language::of_locale(&options.locale).tag();
        let moa = door::run(cancel.into(), None, options::open(options)).await?;
        Ok(Arc::new(Self { door: Arc::new(Door::open(moa)), language, _living: Living::begin() }))
    }

    /// The banks there are, in the order of their ids.
    ///
    /// # Errors
    /// When Moa is closed.
    pub fn banks(&self) -> Result<Vec<FfiBank>, FfiError> {
        let moa = self.door.moa()?;
        planted::strike()?;
        Ok(self.named(&moa.directory()))
    }

    /// The entries of the directory that are not used, and why.
    ///
    /// # Errors
    /// When Moa is closed.
    pub fn refused_banks(&self) -> Result<Vec<FfiRefusedBank>, FfiError> {
        Ok(self.door.moa()?.directory().refused().iter().map(FfiRefusedBank::from).collect())
    }

    /// Loads the list of banks again.
    ///
    /// # Errors
    /// When it cannot be loaded; the old one then stays.
    pub async fn reload_banks(&self, cancel: Option<Arc<FfiCancelToken>>) -> Result<Vec<FfiBank>, FfiError> {
        let directory = self.door.run(cancel.into(), |moa| async move { moa.reload_directory().await }).await?;
        Ok(self.named(&directory))
    }

    /// Makes a consent at a bank and prepares the customer's way there. Nobody has been asked yet: open the approval's
    /// address next.
    ///
    /// # Errors
    /// When the bank is not known, cannot be reached, or refuses.
    pub async fn prepare_link(
        &self,
        request: FfiLinkRequest,
        cancel: Option<Arc<FfiCancelToken>>,
    ) -> Result<Arc<FfiApproval>, FfiError> {
        let flow = self.door.run(cancel.into(), |moa| async move {
            let mut authorise = request.ask(moa.authorise(&moa.directory().bank(&request.bank)?));
            if let Some(link) = &request.renewing {
                authorise = authorise.renewing(find(&moa, link).await?);
            }
            authorise.prepare().await
        });
        Ok(Arc::new(FfiApproval::new(Arc::clone(&self.door), flow.await?)))
    }

    /// Every link, the oldest first, each with where it stands now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn links(&self, cancel: Option<Arc<FfiCancelToken>>) -> Result<Vec<FfiLink>, FfiError> {
        let links = self.door.run(cancel.into(), |moa| async move {
            let links = moa.links().await?;
            Ok(links.iter().map(|link| FfiLink::at(link, moa.now())).collect())
        });
        links.await
    }

    /// Ends a link: tells the bank, erases the secrets and the data here, and says both outcomes. It goes on to its end
    /// even when nobody waits for it any more.
    ///
    /// # Errors
    /// When there is no such link, or something here could not be erased.
    pub async fn unlink(
        &self,
        link: String,
        cancel: Option<Arc<FfiCancelToken>>,
    ) -> Result<FfiUnlinkReceipt, FfiError> {
        let moa = self.door.moa()?;
        let ended = self.door.run_to_end(cancel.into(), async move {
            let link = find(&moa, &link).await?;
            moa.unlink(&link).await.map(FfiUnlinkReceipt::from)
        });
        ended.await
    }

    /// Brings every bank's data home, all banks at once. A bank that fails is a line of the report and not an error.
    /// Cancelling stops it where it is; what was read stays.
    ///
    /// # Errors
    /// When the store fails, or there is no such link.
    pub async fn sync(
        &self,
        options: FfiSyncOptions,
        listener: Option<Arc<dyn FfiSyncListener>>,
        cancel: Option<Arc<FfiCancelToken>>,
    ) -> Result<FfiSyncReport, FfiError> {
        let (moa, closing) = (self.door.moa()?, self.door.closing());
        let stop = Cancel::from(cancel).child();
        // When the caller goes away, the sync is told to stop; it then writes down where it was.
        let _gone = when_gone(&stop);
        let task = runtime()?.spawn(async move {
            planted::strike()?;
            let mut request = moa.sync().cancel_with(stop.clone());
            if let Some(link) = options.link {
                request = request.only(&link_id(link)?);
            }
            if let Some(listener) = listener {
                request = request.on_progress(heard_by(listener));
            }
            let mut run = Box::pin(request.run());
            tokio::select! {
                report = &mut run => Ok(report?),
                () = closing.cancelled() => {
                    stop.cancel();
                    let _stopped = run.await;
                    Err(FfiError::closed())
                }
            }
        });
        task.await.unwrap_or_else(|_panic| Err(FfiError::internal())).map(FfiSyncReport::from)
    }

    /// One view of everything that is stored. No bank is asked.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn overview(&self, cancel: Option<Arc<FfiCancelToken>>) -> Result<FfiOverview, FfiError> {
        let overview = self.door.run(cancel.into(), |moa| async move {
            let overview = moa.overview().await?;
            Ok(FfiOverview::at(&overview, moa.now()))
        });
        overview.await
    }

    /// A window of the stored transactions.
    ///
    /// # Errors
    /// When the store fails, or the question makes no sense.
    pub async fn transactions(
        &self,
        query: FfiTransactionQuery,
        cancel: Option<Arc<FfiCancelToken>>,
    ) -> Result<FfiTransactionWindow, FfiError> {
        let window = self.door.run(cancel.into(), |moa| async move {
            if query.limit > ROWS_MAX {
                return Err(Error::new(ErrorKind::Misconfigured));
            }
            let window = moa.store().list_transactions(&query.try_into()?).await?;
            Ok(FfiTransactionWindow::from(window))
        });
        window.await
    }

    /// The months of the stored transactions that match, newest first, each currency apart.
    ///
    /// # Errors
    /// When the store fails, or the question makes no sense.
    pub async fn months(
        &self,
        query: FfiTransactionQuery,
        cancel: Option<Arc<FfiCancelToken>>,
    ) -> Result<Vec<FfiMonth>, FfiError> {
        let months = self.door.run(cancel.into(), |moa| async move {
            let months = moa.store().transaction_months(&query.try_into()?).await?;
            Ok(months.into_iter().map(FfiMonth::from).collect())
        });
        months.await
    }

    /// One stored transaction with the bank's own text.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find_transaction(
        &self,
        key: String,
        cancel: Option<Arc<FfiCancelToken>>,
    ) -> Result<Option<FfiOriginalTransaction>, FfiError> {
        let found = self.door.run(cancel.into(), |moa| async move {
            let found = moa.store().find_transaction(&TransactionKey::new(&key)).await?;
            Ok(found.map(|found| FfiOriginalTransaction {
                transaction: FfiTransaction::new(&found.value, &found.provenance, Some(key)),
                original: found.original.as_str().to_owned(),
            }))
        });
        found.await
    }

    /// The transactions of one account straight from its bank, page by page; the store has no part in it.
    ///
    /// # Errors
    /// When there is no such link.
    pub async fn transactions_at_bank(
        &self,
        link: String,
        account: String,
        since: Option<FfiDay>,
        until: Option<FfiDay>,
        cancel: Option<Arc<FfiCancelToken>>,
    ) -> Result<Arc<FfiTransactionPages>, FfiError> {
        let transactions = self.door.run(cancel.into(), |moa| async move {
            let link = find(&moa, &link).await?;
            let mut question = moa.transactions(&link, &crate::convert::account_id(account)?);
            if let Some(day) = since {
                question = question.since(day.0);
            }
            if let Some(day) = until {
                question = question.until(day.0);
            }
            Ok(question)
        });
        Ok(Arc::new(FfiTransactionPages::new(Arc::clone(&self.door), transactions.await?)))
    }

    /// Ends what is under way and lets go of everything. Calls that come later are refused.
    ///
    /// # Errors
    /// Never; it returns a `Result` as every export does.
    pub fn shutdown(&self) -> Result<(), FfiError> {
        self.door.close();
        Ok(())
    }
}

impl FfiMoa {
    fn named(&self, directory: &Directory) -> Vec<FfiBank> {
        directory.banks().map(|bank| FfiBank::new(bank, self.language)).collect()
    }
}

async fn find(moa: &Moa, link: &str) -> Result<Link, Error> {
    moa.link(&link_id(link.to_owned())?).await
}

fn link_id(text: String) -> Result<LinkId, Error> {
    LinkId::new(text).map_err(|error| Error::new(ErrorKind::UnknownLink).caused_by(error))
}
