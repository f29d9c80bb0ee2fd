//! What a customer allowed an app to see, from the app's asking to the end of it.
//!
//! An app creates a consent ([`Consents::create`]); the customer authorises it for some of their accounts or rejects it;
//! later the customer revokes it at the bank, or the app deletes it because the customer said so there, or its time runs
//! out; an operator may end it for the bank. Each state carries its facts and each change is a method of [`Consent`] that can
//! refuse; [`Consents`] only loads, asks, and stores what came of it, in one transaction with its audit record.

mod changes;
mod consent;
mod list;
mod rows;

use std::collections::BTreeSet;

use moa_kernel::{AccountId, ClientId, ConsentId, CustomerId, IdError, Timestamp};
use rusqlite::{Connection, Transaction};

use crate::Bank;
use crate::ledger::Window;
use crate::state::StateError;
use changes::By;

pub use consent::{Consent, ConsentRefusal, ConsentState};
pub use list::{ConsentFilter, ConsentPage};

/// The table of this area.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE core_consents (
        bank TEXT NOT NULL,
        id TEXT NOT NULL,
        client TEXT NOT NULL,
        customer TEXT,
        state TEXT NOT NULL,
        facts TEXT NOT NULL,
        PRIMARY KEY (bank, id)
    ) STRICT;
    CREATE INDEX core_consents_of_customer ON core_consents (bank, customer);
";

/// A step that came later: when a consent was asked for, so that those nobody ever answered can be swept out.
pub(crate) const ASKED_AT: &str = "
    ALTER TABLE core_consents ADD COLUMN asked_at INTEGER NOT NULL DEFAULT 0;
    UPDATE core_consents SET asked_at = unixepoch(json_extract(facts, '$.created_at')) * 1000000;
    CREATE INDEX core_consents_unanswered ON core_consents (bank, asked_at) WHERE state = 'awaiting';
";

/// The most permissions one consent may name: every standard stays far below.
const PERMISSIONS_MAX: usize = 64;

/// What an app asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConsent {
    /// The app.
    pub client: ClientId,
    /// The permissions, as the standard names them. This room only keeps them.
    pub permissions: BTreeSet<String>,
    /// Until when; without it, until somebody ends it.
    pub expires_at: Option<Timestamp>,
    /// Which part of the history it may show.
    pub history: Window,
}

/// Why a consent could not be created, found or changed.
#[derive(Debug, thiserror::Error)]
pub enum ConsentError {
    /// There is no such consent, or it is another app's: nobody can tell which.
    #[error("there is no such consent")]
    Unknown,
    /// The consent's state does not allow the change.
    #[error(transparent)]
    Refused(#[from] ConsentRefusal),
    /// A chosen account is not one of the customer's.
    #[error("an account is not the customer's to share")]
    NotTheirAccount,
    /// What the app asks for makes no sense.
    #[error("the consent asks for something impossible: {0}")]
    Impossible(&'static str),
    /// An id cannot be made.
    #[error("a consent id cannot be made")]
    Id(#[from] IdError),
    /// The state could not be used.
    #[error("the consents cannot be used")]
    State(#[from] StateError),
}

/// The consents of one bank.
#[derive(Debug, Clone, Copy)]
pub struct Consents<'a> {
    bank: &'a Bank,
}

impl<'a> Consents<'a> {
    pub(crate) const fn of(bank: &'a Bank) -> Self {
        Self { bank }
    }

    /// Keeps what an app asks for, to be authorised by a customer.
    ///
    /// # Errors
    /// [`ConsentError::Impossible`] when no permission is named, too many are, the expiry has passed, or the window ends
    /// before it begins.
    pub fn create(&self, asked: NewConsent) -> Result<Consent, ConsentError> {
        let now = self.bank.now();
        check(&asked, now)?;
        let id = ConsentId::new(format!("aac-{}", self.bank.entropy().uuid()))?;
        let consent = Consent::asked(id, asked, now);
        self.bank.database().write(|transaction| -> Result<(), StateError> {
            rows::insert(transaction, self.bank, &consent)?;
            changes::record(transaction, self.bank, &consent, &By::App(&consent.client))
        })?;
        Ok(consent)
    }

    /// The consent as it is at the present moment, if there is one. One whose time ran out says so.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn find(&self, id: &ConsentId) -> Result<Option<Consent>, StateError> {
        self.bank.database().read(|connection| self.find_with(connection, id))
    }

    /// The same over a connection that is at hand, which may be a transaction: what is decided by it then holds when the
    /// transaction ends.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn find_with(&self, connection: &Connection, id: &ConsentId) -> Result<Option<Consent>, StateError> {
        let now = self.bank.now();
        Ok(rows::find(connection, self.bank, id)?.map(|consent| consent.seen_at(now)))
    }

    /// The consent as it is at the present moment.
    ///
    /// # Errors
    /// [`ConsentError::Unknown`] when there is none.
    pub fn load(&self, id: &ConsentId) -> Result<Consent, ConsentError> {
        self.find(id)?.ok_or(ConsentError::Unknown)
    }

    /// The consents a customer once authorised, newest first.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn of_customer(&self, customer: &CustomerId) -> Result<Vec<Consent>, StateError> {
        let now = self.bank.now();
        let found = self.bank.database().read(|connection| rows::of_customer(connection, self.bank, customer))?;
        Ok(found.into_iter().map(|consent| consent.seen_at(now)).collect())
    }

    /// The customer allows it, for these accounts.
    ///
    /// # Errors
    /// [`ConsentError::NotTheirAccount`] when an account is not the customer's; [`ConsentError::Refused`] when the consent
    /// does not wait for an answer any more, or no account is chosen.
    pub fn authorise(
        &self,
        id: &ConsentId,
        customer: &CustomerId,
        accounts: BTreeSet<AccountId>,
    ) -> Result<Consent, ConsentError> {
        let theirs = self.bank.ledger().accounts_of(customer)?;
        if !accounts.iter().all(|chosen| theirs.iter().any(|account| account.id == *chosen)) {
            return Err(ConsentError::NotTheirAccount);
        }
        self.change(id, &By::Customer(customer), |consent, now| {
            Ok(consent.authorised(customer.clone(), accounts, now)?)
        })
    }

    /// The customer, or the bank for them, says no.
    ///
    /// # Errors
    /// [`ConsentError::Refused`] when the consent does not wait for an answer any more.
    pub fn reject(&self, id: &ConsentId) -> Result<Consent, ConsentError> {
        self.change(id, &By::Pages, |consent, now| Ok(consent.rejected(now)?))
    }

    /// The customer ends it at the bank.
    ///
    /// # Errors
    /// [`ConsentError::Unknown`] when it is not this customer's, [`ConsentError::Refused`] when it is not in force.
    pub fn revoke(&self, id: &ConsentId, customer: &CustomerId) -> Result<Consent, ConsentError> {
        self.change(id, &By::Customer(customer), |consent, now| match consent.customer() {
            Some(owner) if owner == customer => Ok(consent.revoked(now)?),
            _ => Err(ConsentError::Unknown),
        })
    }

    /// An operator ends it for the bank, and says why. The customer stays named as the one whose it was.
    ///
    /// # Errors
    /// [`ConsentError::Unknown`] when there is none, [`ConsentError::Refused`] when it is not in force.
    pub fn revoke_by_operator(&self, id: &ConsentId, operator: &str, reason: &str) -> Result<Consent, ConsentError> {
        self.change(id, &By::Operator { name: operator, reason }, |consent, now| Ok(consent.revoked(now)?))
    }

    /// The app ends it, because the customer ended it there. Works in every state but once.
    ///
    /// # Errors
    /// [`ConsentError::Unknown`] when it is not this app's, [`ConsentError::Refused`] when it was deleted before.
    pub fn delete(&self, id: &ConsentId, client: &ClientId) -> Result<Consent, ConsentError> {
        self.change(id, &By::App(client), |consent, now| {
            if consent.client != *client {
                return Err(ConsentError::Unknown);
            }
            Ok(consent.deleted(now)?)
        })
    }

    /// Forgets consents that nobody answered. They expired after a day; for another day whoever asks is told so.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn sweep(&self, transaction: &Transaction<'_>) -> Result<(), StateError> {
        let before = self.bank.now().saturating_sub(consent::KEPT_UNANSWERED).unwrap_or(Timestamp::MIN);
        match rows::forget_unanswered(transaction, self.bank, before)? {
            0 => Ok(()),
            count => changes::record_sweep(transaction, self.bank, count),
        }
    }

    fn change(
        &self,
        id: &ConsentId,
        by: &By<'_>,
        step: impl FnOnce(Consent, Timestamp) -> Result<Consent, ConsentError>,
    ) -> Result<Consent, ConsentError> {
        let now = self.bank.now();
        self.bank.database().write(|transaction| {
            let before = rows::find(transaction, self.bank, id)?.ok_or(ConsentError::Unknown)?;
            let after = step(before.seen_at(now), now)?;
            rows::update(transaction, self.bank, &after)?;
            changes::record(transaction, self.bank, &after, by)?;
            Ok(after)
        })
    }
}

fn check(asked: &NewConsent, now: Timestamp) -> Result<(), ConsentError> {
    if asked.permissions.is_empty() || asked.permissions.len() > PERMISSIONS_MAX {
        return Err(ConsentError::Impossible("it names no permission, or too many"));
    }
    if asked.expires_at.is_some_and(|expiry| expiry <= now) {
        return Err(ConsentError::Impossible("it would have ended before it began"));
    }
    if asked.history.is_reversed() {
        return Err(ConsentError::Impossible("the history ends before it begins"));
    }
    Ok(())
}
