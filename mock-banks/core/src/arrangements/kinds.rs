//! The four kinds of arrangements, and what they are made of.

use moa_kernel::{Money, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ledger::Counterparty;

/// Somebody the owner pays often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beneficiary {
    /// The bank's id of it.
    pub id: String,
    /// Who, and where their money goes.
    pub payee: Counterparty,
    /// What the payments are for.
    pub reference: Option<String>,
    /// Whether the owner may pay them without proving who they are once more.
    pub trusted: bool,
}

/// Somebody who may collect from the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectDebit {
    /// The bank's id of it.
    pub id: String,
    /// Who collects.
    pub name: String,
    /// The collector's own name for the mandate.
    pub mandate: String,
    /// Whether they still may.
    pub status: ArrangementStatus,
    /// How often they do.
    pub rhythm: Rhythm,
    /// What they collected last.
    pub previous: Option<Due>,
}

/// What the account pays regularly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingOrder {
    /// The bank's id of it.
    pub id: String,
    /// Who is paid.
    pub payee: Counterparty,
    /// What it is for.
    pub reference: Option<String>,
    /// Whether it still runs.
    pub status: ArrangementStatus,
    /// How often it is paid.
    pub rhythm: Rhythm,
    /// What was paid last.
    pub last: Option<Due>,
    /// What will be paid next.
    pub next: Option<Due>,
}

/// What the account will pay once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduledPayment {
    /// The bank's id of it.
    pub id: String,
    /// Who is paid.
    pub payee: Counterparty,
    /// What it is for.
    pub reference: Option<String>,
    /// When, and how much.
    pub due: Due,
}

/// A moment and an amount, unsigned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// How much.
    pub amount: Money,
}

/// How often, and on which day of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// How often.
    pub frequency: Frequency,
    /// The day of the week or month, counted from one.
    pub day: u8,
}

/// How often something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// Each week.
    Weekly,
    /// Each month.
    Monthly,
    /// Each year.
    Yearly,
}

/// Whether an arrangement still works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrangementStatus {
    /// It does.
    Active,
    /// It was ended.
    Cancelled,
}

impl Frequency {
    /// The ISO 20022 code (`ExternalFrequency…`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Weekly => "WEEK",
            Self::Monthly => "MNTH",
            Self::Yearly => "YEAR",
        }
    }
}

impl ArrangementStatus {
    /// The ISO 20022 code (`ExternalMandateStatus1Code`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "ACTV",
            Self::Cancelled => "CANC",
        }
    }
}
