//! The life of a link, as a state machine whose every move can refuse.
//!
//! A link is born active. Time makes it expire, the bank can take it away, the customer can end it. What has ended stays
//! ended: a new approval makes a new link. "Expiring soon" is never stored, it is what an active link looks like close to
//! its end, so that a stored row can not grow stale.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long before its end a link counts as expiring soon.
pub const SOON: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[non_exhaustive]
pub enum LinkState {
    /// The bank answers.
    Active,
    /// The bank answers, but not for much longer: a good moment to ask for a new approval.
    ExpiringSoon {
        /// When it ends.
        ends_at: Timestamp,
    },
    /// The time the customer allowed is over.
    Expired {
        /// When it ended.
        since: Timestamp,
    },
    /// The bank no longer accepts our tokens: the customer withdrew the consent there, or the bank did.
    Lost {
        /// When we learnt it.
        since: Timestamp,
    },
    /// The customer ended it here.
    Revoked {
        /// When they did.
        since: Timestamp,
    },
}

/// A move that the present state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a link that has ended stays ended")]
pub struct AlreadyEnded;

impl LinkState {
    /// Whether the bank can be asked at all.
    #[must_use]
    pub const fn is_usable(&self) -> bool {
        matches!(self, Self::Active | Self::ExpiringSoon { .. })
    }

    /// The bank refused our tokens for good.
    ///
    /// # Errors
    /// When the link has ended already.
    pub const fn lose(self, now: Timestamp) -> Result<Self, AlreadyEnded> {
        if self.is_usable() { Ok(Self::Lost { since: now }) } else { Err(AlreadyEnded) }
    }

    /// The customer ends it. What expired or was lost can still be revoked, a second time is refused.
    ///
    /// # Errors
    /// When the customer has ended it already.
    pub const fn revoke(self, now: Timestamp) -> Result<Self, AlreadyEnded> {
        if let Self::Revoked { .. } = self { Err(AlreadyEnded) } else { Ok(Self::Revoked { since: now }) }
    }

    /// What the state looks like at a moment, given the end the customer allowed.
    #[must_use]
    pub fn at(self, now: Timestamp, ends_at: Option<Timestamp>) -> Self {
        match (self, ends_at) {
            (Self::Active | Self::ExpiringSoon { .. }, Some(ends_at)) if now >= ends_at => {
                Self::Expired { since: ends_at }
            }
            (Self::Active | Self::ExpiringSoon { .. }, Some(ends_at)) if ends_at.duration_since(now) <= SOON => {
                Self::ExpiringSoon { ends_at }
            }
            (Self::Active | Self::ExpiringSoon { .. }, _) => Self::Active,
            (ended, _) => ended,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn time_turns_active_into_expiring_into_expired() {
        let ends_at = at("2026-07-31T00:00:00Z");
        let seen = |now: &str| LinkState::Active.at(at(now), Some(ends_at));
        assert_eq!(seen("2026-07-01T00:00:00Z"), LinkState::Active);
        assert_eq!(seen("2026-07-24T00:00:00Z"), LinkState::ExpiringSoon { ends_at });
        assert_eq!(seen("2026-07-31T00:00:00Z"), LinkState::Expired { since: ends_at });
        assert_eq!(LinkState::Active.at(at("2099-01-01T00:00:00Z"), None), LinkState::Active);
    }

    #[test]
    fn what_has_ended_stays_ended() {
        let now = at("2026-07-01T00:00:00Z");
        let lost = LinkState::Active.lose(now).unwrap();
        assert_eq!(lost.lose(now), Err(AlreadyEnded));
        assert_eq!(lost.at(at("2030-01-01T00:00:00Z"), Some(now)), lost);
        let revoked = lost.revoke(now).unwrap();
        assert_eq!(revoked.revoke(now), Err(AlreadyEnded));
        assert_eq!(revoked.lose(now), Err(AlreadyEnded));
        assert!(!revoked.is_usable());
    }
}
