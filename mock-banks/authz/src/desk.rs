//! What every endpoint has within reach: the bank, the profile, the keys, the counters, the pages.

use std::sync::Arc;

use jiff::SignedDuration;
use moa_bank_core::Bank;
use moa_bank_core::state::StateError;
use moa_kernel::{BankId, Issuer, SecretString, Timestamp};
use moa_security::dpop::NonceSource;
use moa_security::keys::SigningKey;
use moa_security::replay::Once;
use rusqlite::Transaction;
use url::Url;

use crate::door::Door;
use crate::pages::Pages;
use crate::profile::Profile;
use crate::rates::Rates;
use crate::store;
use crate::watch::LoginWatch;

/// The inside of one authorisation server.
pub(crate) struct Desk {
    pub(crate) bank: Bank,
    pub(crate) profile: Profile,
    pub(crate) issuer: Issuer,
    /// The issuer as a URL: the origin every endpoint hangs under.
    pub(crate) origin: Url,
    /// Signs ID tokens.
    pub(crate) key: SigningKey,
    /// Makes `sub` different for each app.
    pub(crate) salt: SecretString,
    pub(crate) nonces: Arc<NonceSource>,
    pub(crate) rates: Rates,
    pub(crate) door: Door,
    pub(crate) pages: Pages,
    /// Who is told of wrong passwords.
    pub(crate) watch: Arc<dyn LoginWatch>,
}

impl Desk {
    pub(crate) fn now(&self) -> Timestamp {
        self.bank.now()
    }

    pub(crate) fn id(&self) -> &BankId {
        self.bank.id()
    }

    /// The address of one of our endpoints, as apps were told in the metadata.
    pub(crate) fn url(&self, path: &str) -> Url {
        let mut url = self.origin.clone();
        url.set_path(&format!("{}{path}", self.origin.path().trim_end_matches('/')));
        url
    }

    /// Whether browsers reach us over TLS. Without it (loopback only) a cookie cannot be `Secure`.
    pub(crate) fn is_https(&self) -> bool {
        self.origin.scheme() == "https"
    }

    /// Notes the use of something that may be used once. Says whether it was the first.
    pub(crate) fn first_use(&self, kind: Once, key: &str, until: Timestamp) -> Result<bool, StateError> {
        self.bank.database().write(|tx| store::spent::first_use(tx, self.id(), kind.as_str(), key, until))
    }

    /// Forgets what is over, at most once a minute. Called by whoever writes anyway.
    pub(crate) fn sweep(&self, tx: &Transaction<'_>) -> Result<(), StateError> {
        if self.knock("sweep", "", 1) {
            store::sweep(tx, self.id(), self.now())?;
            self.bank.consents().sweep(tx)?;
        }
        Ok(())
    }

    /// Counts one knock at a door that has a ceiling per minute.
    pub(crate) fn knock(&self, what: &'static str, who: &str, max_per_minute: u32) -> bool {
        self.rates.knock(what, who, max_per_minute, SignedDuration::from_mins(1), self.now())
    }
}
