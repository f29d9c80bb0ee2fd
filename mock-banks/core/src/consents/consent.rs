//! A consent and the ways it can go:
//!
//! ```text
//! Awaiting ──▶ Authorised ──▶ Revoked
//!    │  │          │  └─────▶ Expired
//!    │  └─▶ Expired│
//!    └────▶ Rejected          any of them ──▶ Deleted
//! ```

use std::collections::BTreeSet;

use jiff::SignedDuration;
use moa_kernel::{AccountId, ClientId, ConsentId, CustomerId, Timestamp};
use serde::{Deserialize, Serialize};

use super::NewConsent;
use crate::ledger::Window;

/// A customer who has not answered after so long will not: the app can ask again.
pub(super) const ANSWERED_WITHIN: SignedDuration = SignedDuration::from_hours(24);
/// For another day whoever asks is told that it expired.
pub(super) const KEPT_UNANSWERED: SignedDuration = SignedDuration::from_hours(48);

/// What a customer allowed, or may allow, an app to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The bank's id of it.
    pub id: ConsentId,
    /// The app that asked.
    pub client: ClientId,
    /// What it asked for, in the standard's words.
    pub permissions: BTreeSet<String>,
    /// When it asked.
    pub created_at: Timestamp,
    /// Until when the consent is good; without it, until somebody ends it.
    pub expires_at: Option<Timestamp>,
    /// Which part of the history it shows.
    pub history: Window,
    /// How things stand.
    pub state: ConsentState,
}

/// How things stand with a consent, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ConsentState {
    /// The app asked; the customer has not answered.
    Awaiting,
    /// The customer allowed it.
    Authorised {
        /// Who.
        customer: CustomerId,
        /// For which accounts.
        accounts: BTreeSet<AccountId>,
        /// When.
        at: Timestamp,
        /// Until when; without it, until somebody ends it.
        until: Option<Timestamp>,
    },
    /// The customer, or the bank for them, said no.
    Rejected {
        /// When.
        at: Timestamp,
    },
    /// The customer ended it at the bank.
    Revoked {
        /// Who.
        customer: CustomerId,
        /// When.
        at: Timestamp,
    },
    /// Its time ran out.
    Expired {
        /// Who had allowed it, if anybody had.
        customer: Option<CustomerId>,
        /// When.
        at: Timestamp,
    },
    /// The app ended it.
    Deleted {
        /// Who had allowed it, if anybody had.
        customer: Option<CustomerId>,
        /// When.
        at: Timestamp,
    },
}

/// Why a consent does not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConsentRefusal {
    /// It has been answered, or has ended, already.
    #[error("the consent does not wait for an answer")]
    NotAwaiting,
    /// It is not, or no longer, allowed.
    #[error("the consent is not in force")]
    NotInForce,
    /// The app deleted it before.
    #[error("the consent was deleted")]
    Deleted,
    /// No account was chosen.
    #[error("no account was chosen")]
    NoAccounts,
}

impl ConsentState {
    /// One word for the state, for the database and for logs.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Awaiting => "awaiting",
            Self::Authorised { .. } => "authorised",
            Self::Rejected { .. } => "rejected",
            Self::Revoked { .. } => "revoked",
            Self::Expired { .. } => "expired",
            Self::Deleted { .. } => "deleted",
        }
    }
}

impl Consent {
    pub(super) fn asked(id: ConsentId, asked: NewConsent, now: Timestamp) -> Self {
        let NewConsent { client, permissions, expires_at, history } = asked;
        Self { id, client, permissions, created_at: now, expires_at, history, state: ConsentState::Awaiting }
    }

    /// When the state began.
    #[must_use]
    pub const fn state_since(&self) -> Timestamp {
        match &self.state {
            ConsentState::Awaiting => self.created_at,
            ConsentState::Authorised { at, .. }
            | ConsentState::Rejected { at }
            | ConsentState::Revoked { at, .. }
            | ConsentState::Expired { at, .. }
            | ConsentState::Deleted { at, .. } => *at,
        }
    }

    /// Who allowed it, if anybody has.
    #[must_use]
    pub const fn customer(&self) -> Option<&CustomerId> {
        match &self.state {
            ConsentState::Authorised { customer, .. } | ConsentState::Revoked { customer, .. } => Some(customer),
            ConsentState::Expired { customer, .. } | ConsentState::Deleted { customer, .. } => customer.as_ref(),
            ConsentState::Awaiting | ConsentState::Rejected { .. } => None,
        }
    }

    /// The accounts it opens: none unless it is in force.
    #[must_use]
    pub const fn accounts(&self) -> Option<&BTreeSet<AccountId>> {
        match &self.state {
            ConsentState::Authorised { accounts, .. } => Some(accounts),
            _ => None,
        }
    }

    /// Whether it allows anything.
    #[must_use]
    pub const fn is_in_force(&self) -> bool {
        matches!(self.state, ConsentState::Authorised { .. })
    }

    /// The consent as it is at a moment: one whose time has run out by then, or that nobody answered, is expired.
    #[must_use]
    pub fn seen_at(mut self, now: Timestamp) -> Self {
        if let Some(at) = self.ends_at().filter(|end| *end <= now) {
            self.state = ConsentState::Expired { customer: self.customer().cloned(), at };
        }
        self
    }

    /// When it ends if nothing else happens to it.
    fn ends_at(&self) -> Option<Timestamp> {
        match self.state {
            ConsentState::Awaiting => {
                let unanswered = self.created_at.saturating_add(ANSWERED_WITHIN).unwrap_or(Timestamp::MAX);
                Some(self.expires_at.map_or(unanswered, |expiry| expiry.min(unanswered)))
            }
            ConsentState::Authorised { .. } => self.expires_at,
            _ => None,
        }
    }

    /// The customer allows it.
    ///
    /// # Errors
    /// When it was answered before, or no account is chosen.
    pub fn authorised(
        mut self,
        customer: CustomerId,
        accounts: BTreeSet<AccountId>,
        at: Timestamp,
    ) -> Result<Self, ConsentRefusal> {
        self.must_await()?;
        if accounts.is_empty() {
            return Err(ConsentRefusal::NoAccounts);
        }
        self.state = ConsentState::Authorised { customer, accounts, at, until: self.expires_at };
        Ok(self)
    }

    /// The customer says no.
    ///
    /// # Errors
    /// When it was answered before.
    pub fn rejected(mut self, at: Timestamp) -> Result<Self, ConsentRefusal> {
        self.must_await()?;
        self.state = ConsentState::Rejected { at };
        Ok(self)
    }

    /// The customer ends it.
    ///
    /// # Errors
    /// When it is not in force.
    pub fn revoked(mut self, at: Timestamp) -> Result<Self, ConsentRefusal> {
        let ConsentState::Authorised { customer, .. } = self.state else { return Err(ConsentRefusal::NotInForce) };
        self.state = ConsentState::Revoked { customer, at };
        Ok(self)
    }

    /// The app ends it.
    ///
    /// # Errors
    /// When it did so before.
    pub fn deleted(mut self, at: Timestamp) -> Result<Self, ConsentRefusal> {
        if matches!(self.state, ConsentState::Deleted { .. }) {
            return Err(ConsentRefusal::Deleted);
        }
        self.state = ConsentState::Deleted { customer: self.customer().cloned(), at };
        Ok(self)
    }

    fn must_await(&self) -> Result<(), ConsentRefusal> {
        match self.state {
            ConsentState::Awaiting => Ok(()),
            _ => Err(ConsentRefusal::NotAwaiting),
        }
    }
}
