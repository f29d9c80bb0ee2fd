//! Who may do what: one table. `guard` asks it before any handler runs, the OpenAPI document repeats it, and a test holds
//! every cell against the running API. What is not in the table is refused.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Reads everything that is needed to judge what others did, and changes nothing.
    Auditor,
    /// Runs the platform from day to day.
    Operator,
    /// Decides: accounts, plans, approvals.
    Admin,
}

/// Who may call an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody, without a session.
    Anybody,
    /// Every session.
    Anyone,
    /// Sessions of these roles.
    Only(&'static [Role]),
    /// Every session, and tokens that were made for nothing else.
    Metrics,
}

use Role::{Admin, Auditor, Operator};

const CHANGES: Who = Who::Only(&[Admin, Operator]);
const DECIDES: Who = Who::Only(&[Admin]);
const JUDGES: Who = Who::Only(&[Admin, Auditor]);

/// The table: every operation of the API by its name in the OpenAPI document.
pub const TABLE: &[(&str, Who)] = &[
    ("openSession", Who::Anybody),
    ("showSession", Who::Anyone),
    ("closeSession", Who::Anyone),
    ("changePassword", Who::Anyone),
    ("openapi", Who::Anybody),
    ("metrics", Who::Metrics),
    ("makeMetricsToken", DECIDES),
    ("listAccounts", JUDGES),
    ("addAccount", DECIDES),
    ("removeAccount", DECIDES),
    ("resetPassword", DECIDES),
    ("listBanks", Who::Anyone),
    ("listApis", Who::Anyone),
    ("showApi", Who::Anyone),
    ("showDefinition", Who::Anyone),
    ("listReports", Who::Anyone),
    ("showReport", Who::Anyone),
    ("draftApi", CHANGES),
    ("submitApi", CHANGES),
    ("verifyApi", CHANGES),
    ("showVerification", Who::Anyone),
    ("cancelVerification", CHANGES),
    ("publishApi", CHANGES),
    ("deprecateApi", CHANGES),
    ("retireApi", CHANGES),
    ("blockApi", CHANGES),
    ("unblockApi", CHANGES),
    ("listApps", Who::Anyone),
    ("showApp", Who::Anyone),
    ("suspendApp", CHANGES),
    ("resumeApp", CHANGES),
    ("rotateKeys", CHANGES),
    ("revokeKey", CHANGES),
    ("assignPlan", DECIDES),
    ("listPlans", Who::Anyone),
    ("definePlan", DECIDES),
    ("removePlan", DECIDES),
    ("listApprovals", Who::Anyone),
    ("askApproval", CHANGES),
    ("decideApproval", DECIDES),
    ("listConsents", Who::Anyone),
    ("showConsent", Who::Anyone),
    ("revokeConsent", CHANGES),
    ("showTraffic", Who::Anyone),
    ("listAlerts", Who::Anyone),
    ("explain", CHANGES),
    ("listAudit", JUDGES),
    ("exportAudit", JUDGES),
    ("verifyAudit", JUDGES),
    ("listWorldAudit", JUDGES),
    ("exportWorldAudit", JUDGES),
    ("verifyWorldAudit", JUDGES),
];

impl Role {
    /// Every role, the one that may least first.
    pub const ALL: [Self; 3] = [Auditor, Operator, Admin];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auditor => "auditor",
            Self::Operator => "operator",
            Self::Admin => "admin",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

impl Who {
    /// Who may call an operation; nothing for one that is not in the table.
    #[must_use]
    pub fn may(operation: &str) -> Option<Self> {
        TABLE.iter().find(|(name, _)| *name == operation).map(|(_, who)| *who)
    }

    /// Whether a session of this role is let in.
    #[must_use]
    pub fn lets_in(self, role: Role) -> bool {
        match self {
            Self::Anybody | Self::Anyone | Self::Metrics => true,
            Self::Only(roles) => roles.contains(&role),
        }
    }

    /// Which role somebody needs who was refused.
    pub(crate) fn needed(self) -> String {
        match self {
            Self::Only([]) => "a role that there is not".to_owned(),
            Self::Only(roles) => roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(" or "),
            Self::Anybody | Self::Anyone | Self::Metrics => "any role".to_owned(),
        }
    }

    /// In words, for the document.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Anybody => "Everybody, without a session.".to_owned(),
            Self::Anyone => "Every role.".to_owned(),
            Self::Metrics => "Every role, and tokens made for nothing else.".to_owned(),
            Self::Only(roles) => {
                let words: Vec<&str> = roles.iter().map(|role| role.word()).collect();
                format!("Only: {}.", words.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_stands_once_in_the_table() {
        for (name, _) in TABLE {
            assert_eq!(TABLE.iter().filter(|(other, _)| other == name).count(), 1, "{name}");
        }
        assert_eq!(Who::may("dropEverything"), None);
    }

    #[test]
    fn an_auditor_changes_nothing_and_only_an_admin_decides() {
        let of = |role: Role| TABLE.iter().filter(move |(_, who)| matches!(who, Who::Only(_)) && who.lets_in(role));
        assert!(of(Auditor).all(|(name, _)| name.contains("Audit") || *name == "listAccounts"));
        assert!(of(Operator).all(|(_, who)| *who == CHANGES));
        assert_eq!(of(Admin).count(), TABLE.iter().filter(|(_, who)| matches!(who, Who::Only(_))).count());
    }
}
