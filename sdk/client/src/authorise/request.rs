//! Asking for an approval: which data, and how far back.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::{SignedDuration, Span, Timestamp, tz::TimeZone};
use moa_kernel::ConsentId;
use url::Url;

use super::attempt::{Attempt, Beginning};
use super::bank_client::BankClient;
use super::flow::{Flow, take_back};
use super::listener::Listener;
use super::metadata::Metadata;
use super::push::push;
use crate::directory::Bank;
use crate::error::{Advice, CallContext, Error, ErrorKind};
use crate::link::Link;
use crate::moa::Inner;
use crate::standards::{ConsentAsk, DataKind};

/// How long an approval is asked for: after that the customer has to be asked again anyway (UK: FCA SCA-RTS Art. 36(6)).
const DAYS: i64 = 90;

/// How far back transactions are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Months(pub u16);

/// An approval to be asked for. Nothing is sent before [`Authorise::prepare`].
#[derive(Clone)]
pub struct Authorise {
    moa: Arc<Inner>,
    bank: Bank,
    data: BTreeSet<DataKind>,
    history: Option<Months>,
    renewing: Option<Link>,
}

impl std::fmt::Debug for Authorise {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authorise").field("bank", self.bank.id()).field("data", &self.data).finish_non_exhaustive()
    }
}

impl Authorise {
    pub(crate) fn new(moa: Arc<Inner>, bank: Bank) -> Self {
        Self { moa, bank, data: BTreeSet::new(), history: None, renewing: None }
    }

    /// Asks for accounts and their balances.
    #[must_use]
    pub fn accounts(self) -> Self {
        self.data(DataKind::Accounts).data(DataKind::Balances)
    }

    /// Asks for transactions, this many months back.
    #[must_use]
    pub fn transactions(mut self, back: Months) -> Self {
        self.history = Some(back);
        self.data(DataKind::Transactions)
    }

    /// Asks for one kind of data.
    #[must_use]
    pub fn data(mut self, kind: DataKind) -> Self {
        self.data.insert(kind);
        self
    }

    /// Asks for every kind of data there is.
    #[must_use]
    pub fn everything(mut self, back: Months) -> Self {
        self.history = Some(back);
        self.data.extend(DataKind::ALL);
        self
    }

    /// Asks again for a link that exists: it keeps its id and its data, and gets new tokens and a new end.
    #[must_use]
    pub fn renewing(mut self, link: Link) -> Self {
        self.renewing = Some(link);
        self
    }

    /// Makes the consent, pushes the request, and starts to listen (not with a
    /// [`ClaimedRedirect`](crate::registration::ClaimedRedirect)). The customer has not been asked yet: open
    /// [`Flow::url`] in their browser next.
    ///
    /// # Errors
    /// When this device has no free port, when the bank cannot be reached or refuses, or when what it says about itself
    /// does not match the directory.
    pub async fn prepare(self) -> Result<Flow, Error> {
        let context = CallContext::of_bank(self.bank.id());
        self.prepare_here().await.map_err(|error| error.within(context))
    }

    async fn prepare_here(self) -> Result<Flow, Error> {
        if self.renewing.as_ref().is_some_and(|link| link.bank != *self.bank.id()) {
            return Err(Error::new(ErrorKind::Misconfigured).advising(Advice::ChangeRequest));
        }
        // The port comes first: without one, nothing should be left behind at the bank.
        let listener = self.listener().await?;
        let client = self.moa.client_of(&self.bank)?;
        let metadata = client.metadata().await?;
        let now = client.now();
        let ask = self.consent(now);
        let asked_end = ask.expires_at;
        let consent = match client.create_consent(ask.clone()).await {
            Err(error) if error.kind() == ErrorKind::AppUnknown => {
                client.forget_identity().await?;
                client.create_consent(ask).await?
            }
            outcome => outcome?,
        };
        // A bank may shorten what was asked; it cannot lengthen it here.
        let ends_at = consent.expires.and_then(|at| at.at()).into_iter().chain(asked_end).min();
        match self.push_for(&client, metadata, &consent.id, ends_at, listener.as_ref()).await {
            Ok((attempt, url)) => Ok(Flow::new(self.moa, Arc::clone(&client), attempt, url, listener, self.renewing)),
            Err(error) => {
                take_back(&client, &consent.id, self.renewing.as_ref()).await;
                Err(error)
            }
        }
    }

    /// A port of this device, unless the system brings the customer back to the app.
    async fn listener(&self) -> Result<Option<Listener>, Error> {
        if self.moa.shared.claimed.is_some() {
            return Ok(None);
        }
        let bound = Listener::bind().await;
        Ok(Some(bound.map_err(|error| Error::new(ErrorKind::DeviceFailed).caused_by(error))?))
    }

    /// Begins the attempt and pushes its request. From here on there is a consent at the bank to take back.
    async fn push_for(
        &self,
        client: &BankClient,
        metadata: Metadata,
        consent: &ConsentId,
        consent_ends_at: Option<Timestamp>,
        listener: Option<&Listener>,
    ) -> Result<(Attempt, Url), Error> {
        let identity = client.identity().await?;
        let claimed = || identity.claimed().map(|claimed| claimed.origin().to_owned());
        let origin = listener.map(Listener::origin).or_else(claimed);
        let redirect_uri = origin.and_then(|origin| Url::parse(&format!("{origin}{}", identity.redirect_path())).ok());
        let redirect_uri = redirect_uri.ok_or_else(|| Error::new(ErrorKind::Misconfigured))?;
        let beginning = Beginning {
            metadata,
            redirect_path: identity.redirect_path().to_owned(),
            redirect_uri,
            consent: consent.clone(),
            consent_ends_at,
            language: self.moa.language,
        };
        let attempt = Attempt::begin(beginning, client.now(), &*client.shared.tools.entropy);
        let url = push(&client.http, &identity, &attempt).await?;
        Ok((attempt, url))
    }

    fn consent(&self, now: Timestamp) -> ConsentAsk {
        let today = now.to_zoned(TimeZone::UTC).date();
        let from = self.history.map(|Months(months)| today.saturating_sub(Span::new().months(months)));
        let end = now.checked_add(SignedDuration::from_hours(24 * DAYS)).ok();
        // Whole seconds: not every bank reads fractions.
        let end = end.and_then(|end| Timestamp::from_second(end.as_second()).ok());
        ConsentAsk { data: self.data.clone(), expires_at: end, transactions_from: from, transactions_to: None }
    }
}
