//! Links: how to ask for one, where it stands, and how it ended.

use std::time::SystemTime;

use moa_kernel::Timestamp;
use moa_sdk::authorise::{Authorise, Months};
use moa_sdk::link::{BankOutcome, Link, LinkState, UnlinkReceipt};

/// Which data to ask the customer for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum FfiWanted {
    /// Accounts and balances.
    Accounts,
    /// Accounts, balances and transactions.
    Transactions,
    /// Every kind of data there is.
    Everything,
}

/// An approval to ask for.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiLinkRequest {
    /// The bank.
    pub bank: String,
    /// Which data.
    pub wanted: FfiWanted,
    /// How many months of transactions.
    pub months: u16,
    /// The link to renew: it keeps its id and its data.
    pub renewing: Option<String>,
}

impl FfiLinkRequest {
    pub(crate) fn ask(&self, authorise: Authorise) -> Authorise {
        match self.wanted {
            FfiWanted::Accounts => authorise.accounts(),
            FfiWanted::Transactions => authorise.accounts().transactions(Months(self.months)),
            FfiWanted::Everything => authorise.everything(Months(self.months)),
        }
    }
}

/// Where a link stands.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum FfiLinkState {
    /// The bank answers.
    Active,
    /// The bank answers, but not for much longer: renew it.
    ExpiringSoon {
        /// When it ends.
        ends_at: SystemTime,
    },
    /// The time the customer allowed is over.
    Expired {
        /// When it ended.
        since: SystemTime,
    },
    /// The bank no longer accepts our tokens.
    Lost {
        /// When we learnt it.
        since: SystemTime,
    },
    /// The customer ended it here.
    Revoked {
        /// When they did.
        since: SystemTime,
    },
    /// A state that this version has no word for.
    Unknown,
}

impl From<LinkState> for FfiLinkState {
    fn from(state: LinkState) -> Self {
        match state {
            LinkState::Active => Self::Active,
            LinkState::ExpiringSoon { ends_at } => Self::ExpiringSoon { ends_at: ends_at.into() },
            LinkState::Expired { since } => Self::Expired { since: since.into() },
            LinkState::Lost { since } => Self::Lost { since: since.into() },
            LinkState::Revoked { since } => Self::Revoked { since: since.into() },
            _ => Self::Unknown,
        }
    }
}

/// One customer's connection to one bank.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiLink {
    /// This installation's name for it.
    pub id: String,
    /// The bank.
    pub bank: String,
    /// What the customer allowed, as the bank names it.
    pub consent: String,
    /// Where it stands now.
    pub state: FfiLinkState,
    /// When the customer approved.
    pub linked_at: SystemTime,
    /// When the approval ends by itself.
    pub expires_at: Option<SystemTime>,
}

impl FfiLink {
    /// A link as it stands at a moment.
    #[must_use]
    pub fn at(link: &Link, now: Timestamp) -> Self {
        Self {
            id: link.id.to_string(),
            bank: link.bank.to_string(),
            consent: link.consent.to_string(),
            state: link.state_at(now).into(),
            linked_at: link.linked_at.into(),
            expires_at: link.expires_at.map(SystemTime::from),
        }
    }
}

/// What was erased on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct FfiErased {
    /// How many rows of bank data.
    pub rows: u64,
    /// Whether tokens and keys.
    pub secrets: bool,
}

/// What ending a link achieved, on both sides.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiUnlinkReceipt {
    /// The link that ended.
    pub link: String,
    /// Its bank.
    pub bank: String,
    /// Why the bank did not confirm: a word of the list of error kinds. None: it confirmed.
    pub not_confirmed: Option<String>,
    /// What happened here.
    pub erased: FfiErased,
}

impl From<UnlinkReceipt> for FfiUnlinkReceipt {
    fn from(receipt: UnlinkReceipt) -> Self {
        let not_confirmed = match receipt.at_bank {
            BankOutcome::Confirmed => None,
            BankOutcome::NotConfirmed(kind) => Some(kind.code().to_owned()),
            _ => Some("internal".to_owned()),
        };
        Self {
            link: receipt.link.to_string(),
            bank: receipt.bank.to_string(),
            not_confirmed,
            erased: FfiErased { rows: receipt.erased.rows, secrets: receipt.erased.secrets_erased },
        }
    }
}

#[cfg(test)]
mod tests {
    use moa_sdk::ErrorKind;
    use moa_sdk::link::LocalOutcome;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn link(state: LinkState) -> Link {
        Link {
            id: "link-1".try_into().unwrap(),
            bank: "thames".try_into().unwrap(),
            consent: "consent-1".try_into().unwrap(),
            state,
            linked_at: at("2026-01-01T00:00:00Z"),
            expires_at: Some(at("2026-04-01T00:00:00Z")),
        }
    }

    #[test]
    fn every_state_crosses_with_its_moment() {
        let (end, moment) = (at("2026-04-01T00:00:00Z"), at("2026-02-01T12:00:00Z"));
        let (early, late, over) = (at("2026-01-02T00:00:00Z"), at("2026-03-30T00:00:00Z"), at("2026-04-02T00:00:00Z"));
        let (ends_at, since) = (SystemTime::from(end), SystemTime::from(moment));
        for (state, now, expected) in [
            (LinkState::Active, early, FfiLinkState::Active),
            (LinkState::Active, late, FfiLinkState::ExpiringSoon { ends_at }),
            (LinkState::Active, over, FfiLinkState::Expired { since: ends_at }),
            (LinkState::Expired { since: moment }, early, FfiLinkState::Expired { since }),
            (LinkState::Lost { since: moment }, late, FfiLinkState::Lost { since }),
            (LinkState::Revoked { since: moment }, over, FfiLinkState::Revoked { since }),
        ] {
            let seen = FfiLink::at(&link(state), now);
            let expected = FfiLink {
                id: "link-1".to_owned(),
                bank: "thames".to_owned(),
                consent: "consent-1".to_owned(),
                state: expected,
                linked_at: at("2026-01-01T00:00:00Z").into(),
                expires_at: Some(ends_at),
            };
            assert_eq!(seen, expected, "{state:?} at {now}");
        }
    }

    #[test]
    fn a_receipt_says_both_outcomes() {
        let receipt = |at_bank| UnlinkReceipt {
            link: "link-1".try_into().unwrap(),
            bank: "thames".try_into().unwrap(),
            at_bank,
            erased: LocalOutcome { rows: 3, secrets_erased: true },
        };
        let told = FfiUnlinkReceipt::from(receipt(BankOutcome::Confirmed));
        assert_eq!((told.not_confirmed, told.erased), (None, FfiErased { rows: 3, secrets: true }));
        let silent = FfiUnlinkReceipt::from(receipt(BankOutcome::NotConfirmed(ErrorKind::BankDown)));
        assert_eq!(silent.not_confirmed.as_deref(), Some("bank_down"));
    }
}
