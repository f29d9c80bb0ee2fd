//! Watches for what no single request shows: somebody who tries tokens, paths or other people's accounts one after another.
//!
//! Intake and policy report each [`Sight`]; a [`Rule`] says of which sights how many, from one place or one app, in how
//! much time, are a threat of Rec. ITU-T X.1149 §8.1. Counting is all there is to it: [`rule::judge`] is pure. What is
//! found becomes an [`Alert`] in a bounded log, once per rule, culprit and window, and a metric. Nobody is shut out by an
//! alert, because an address is shared by the guilty and the innocent (on a loopback interface by everybody); only whoever
//! tries dead tokens is slowed down, one after another in a [`line`](Line), so that an honest app beside them still gets in.
//! `docs/threats.md` names for each of the 22 threats what answers it.

mod alert;
mod line;
mod log;
mod rule;
mod sight;
mod threat;

pub use alert::{Alert, Culprit};
pub use line::Line;
pub use rule::{RULES, Rule};
pub use sight::{Seen, Sight};
pub use threat::Threat;

use std::net::IpAddr;
use std::sync::Arc;

use moa_kernel::{ClientId, Timestamp};
use tracing::{debug, warn};

use crate::bounded::Bounded;
use log::AlertLog;
use rule::{By, Tally, judge};

/// More culprits than this are not told apart for long: the quietest are forgotten first.
const TALLIES_MAX: usize = 16_384;

/// The watch of one gateway.
#[derive(Debug)]
pub struct Watch {
    tallies: Bounded<(Threat, Culprit), Tally>,
    alerts: AlertLog,
    line: Line,
    /// Whether whoever attacks here was asked to.
    rehearses: bool,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            tallies: Bounded::new(TALLIES_MAX),
            alerts: AlertLog::default(),
            line: Line::default(),
            rehearses: false,
        }
    }
}

impl Watch {
    /// The watch of a twin, which the testbed attacks on purpose: it sees the same, and its log alarms nobody.
    #[must_use]
    pub fn of_a_rehearsal() -> Self {
        Self { rehearses: true, ..Self::default() }
    }

    /// Whether whoever asks here is the testbed, at its twin of the bank.
    #[must_use]
    pub fn is_of_a_rehearsal(&self) -> bool {
        self.rehearses
    }

    /// Notes what was seen, and says which threats it has just become.
    pub fn note(&self, seen: &Seen<'_>, now: Timestamp) -> Vec<Threat> {
        let mut threats = Vec::new();
        for rule in RULES.iter().filter(|rule| rule.is_about(seen.sight)) {
            let Some(culprit) = culprit(rule, seen) else { continue };
            let count = |tally: &mut Tally| judge(rule, tally, now);
            if let Some(count) = self.tallies.with((rule.threat, culprit.clone()), now, count) {
                self.tell(rule.threat, &culprit, count);
                self.alerts.keep(rule.threat, culprit, rule.what, count, now);
                threats.push(rule.threat);
            }
        }
        threats
    }

    fn tell(&self, threat: Threat, culprit: &Culprit, count: u32) {
        if self.rehearses {
            debug!(threat = threat.word(), %culprit, count, "a threat was rehearsed");
        } else {
            warn!(threat = threat.word(), %culprit, count, "a threat was seen");
        }
    }

    /// Whether so many dead tokens came from a place that its tries stand in line. Without an address nobody does.
    #[must_use]
    pub fn is_guessing_tokens(&self, peer: Option<IpAddr>, now: Timestamp) -> bool {
        let Some(peer) = peer else { return false };
        let key = (Threat::TokenCracking, Culprit::Peer(peer.to_canonical()));
        let rule = RULES.iter().find(|rule| rule.threat == Threat::TokenCracking);
        rule.is_some_and(|rule| self.tallies.look(&key, |tally| tally.is_over_the_top(rule, now)).unwrap_or(false))
    }

    /// The line in which those who guess tokens stand.
    #[must_use]
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The alerts after a number, oldest first.
    #[must_use]
    pub fn alerts(&self, after: u64, most: usize) -> Vec<Arc<Alert>> {
        self.alerts.page(after, most)
    }

    /// How many alerts there were of each threat, for the metrics.
    #[must_use]
    pub fn counts(&self) -> Vec<(Threat, u64)> {
        self.alerts.counts()
    }
}

fn culprit(rule: &Rule, seen: &Seen<'_>) -> Option<Culprit> {
    match rule.by {
        By::Peer => seen.peer.map(|peer| Culprit::Peer(peer.to_canonical())),
        By::App => seen.app.map(|app: &ClientId| Culprit::App(app.clone())),
    }
}

#[cfg(test)]
mod tests;
