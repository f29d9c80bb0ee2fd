//! When what was seen is a threat: rules as data, and one pure function that judges them.

use jiff::SignedDuration;
use moa_kernel::Timestamp;

use super::{Sight, Threat};
use crate::bounded::Fades;

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What it looks for.
    pub threat: Threat,
    /// What it says when it has found it.
    pub what: &'static str,
    /// The sights it counts.
    sights: &'static [Sight],
    /// Whose they are.
    pub(super) by: By,
    /// More than so many …
    pub more_than: u32,
    /// … within so much time are a threat.
    pub within: SignedDuration,
}

/// Whom a rule holds a sight against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Peer,
    App,
}

const MINUTE: SignedDuration = SignedDuration::from_secs(60);
const TEN_MINUTES: SignedDuration = SignedDuration::from_secs(600);

/// The rules. One per threat: a threat and its culprit have one count.
pub const RULES: &[Rule] = &[
    Rule {
        threat: Threat::AccountAggregation,
        what: "an app asks for accounts or data that its consents do not cover",
        sights: &[Sight::BeyondItsConsent],
        by: By::App,
        more_than: 20,
        within: MINUTE,
    },
    Rule {
        threat: Threat::CredentialStuffing,
        what: "many wrong passwords come from one place",
        sights: &[Sight::WrongPassword],
        by: By::Peer,
        more_than: 30,
        within: TEN_MINUTES,
    },
    Rule {
        threat: Threat::DenialOfService,
        what: "an app goes on asking far beyond its plan, or sends what no request needs",
        sights: &[Sight::BeyondItsPlan, Sight::TooLarge],
        by: By::App,
        more_than: 50,
        within: MINUTE,
    },
    Rule {
        threat: Threat::Scraping,
        what: "an app reads customers' data at the pace of a machine that copies all of it",
        sights: &[Sight::DataGiven],
        by: By::App,
        more_than: 3_000,
        within: MINUTE,
    },
    Rule {
        threat: Threat::TokenCracking,
        what: "many tokens that are not live come from one place",
        sights: &[Sight::DeadToken],
        by: By::Peer,
        more_than: 60,
        within: MINUTE,
    },
    Rule {
        threat: Threat::VulnerabilityScanning,
        what: "many paths and methods that are not there are tried from one place",
        sights: &[Sight::UnknownPath, Sight::OddRequest],
        by: By::Peer,
        more_than: 40,
        within: MINUTE,
    },
    Rule {
        threat: Threat::UnauthorisedAccess,
        what: "an app's tokens are presented without their key, or for what they do not open",
        sights: &[Sight::WithoutItsKey, Sight::BeyondItsGrant],
        by: By::App,
        more_than: 20,
        within: MINUTE,
    },
];

impl Rule {
    /// Whether the rule counts such a sight.
    #[must_use]
    pub fn is_about(&self, sight: Sight) -> bool {
        self.sights.contains(&sight)
    }
}

/// What was counted of one culprit.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    began: Option<Timestamp>,
    ends: Option<Timestamp>,
    count: u32,
}

impl Tally {
    fn is_running(&self, now: Timestamp) -> bool {
        self.began.is_some_and(|began| began <= now) && self.ends.is_some_and(|ends| now < ends)
    }

    /// Whether more was counted than the rule bears, in a window that is still running.
    pub(super) fn is_over_the_top(&self, rule: &Rule, now: Timestamp) -> bool {
        self.is_running(now) && self.count > rule.more_than
    }
}

impl Fades for Tally {
    fn is_over(&self, now: Timestamp) -> bool {
        !self.is_running(now)
    }

    fn weight(&self) -> u32 {
        self.count
    }
}

/// Counts one sight. Says how many there were when this is the one that makes it a threat, so that each window alarms once.
pub(super) fn judge(rule: &Rule, tally: &mut Tally, now: Timestamp) -> Option<u32> {
    if !tally.is_running(now) {
        let ends = now.saturating_add(rule.within).unwrap_or(Timestamp::MAX);
        *tally = Tally { began: Some(now), ends: Some(ends), count: 0 };
    }
    tally.count = tally.count.saturating_add(1);
    (tally.count == rule.more_than.saturating_add(1)).then_some(tally.count)
}
