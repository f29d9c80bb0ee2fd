//! What happens to a bank while it is called, and what its paths answer after each step.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use moa_bank_core::spec::CoreKind;
use moa_bank_registry::{ApiDefinition, Registry, ReportId, StoredReport};
use mock_banks::RunningBank;

use super::Seen;
use crate::attacker::Ground;
use crate::spending::{self, V1_0, V1_1, V2_0};

/// Who makes the changes.
const WHO: &str = "traffic";

/// A path that is called all the while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The standard's own accounts: nothing that happens touches them.
    Accounts,
    /// The custom API's first major version.
    First,
    /// Its second.
    Second,
}

impl Target {
    /// All of them, in the order in which they are called.
    pub const ALL: [Self; 3] = [Self::Accounts, Self::First, Self::Second];

    /// The path below the bank's origin.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Accounts => "/open-banking/v4.0/aisp/accounts",
            Self::First => spending::V1_PATH,
            Self::Second => spending::V2_PATH,
        }
    }
}

/// One step of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Spending 1.0 goes live.
    Published,
    /// 1.1 takes its place.
    Changed,
    /// 2.0 stands beside it.
    SideBySide,
    /// The bank's core is swapped for one that speaks telegrams.
    ToTelegrams,
    /// 1.1 is deprecated, 2.0 being its successor.
    Deprecated,
    /// Somebody pulls the switch of version 1.
    Blocked,
    /// And puts it back.
    Unblocked,
    /// The core in this process takes over again.
    ToLedger,
    /// Version 1 is over.
    Retired,
}

/// The story of one bank.
#[derive(Clone)]
pub struct Story {
    ground: Arc<Ground>,
    bank: String,
}

impl Story {
    /// The steps, in their order.
    pub const CHANGES: [Change; 9] = [
        Change::Published,
        Change::Changed,
        Change::SideBySide,
        Change::ToTelegrams,
        Change::Deprecated,
        Change::Blocked,
        Change::Unblocked,
        Change::ToLedger,
        Change::Retired,
    ];

    /// A story that begins at a bank of this ground.
    #[must_use]
    pub fn of(ground: &Arc<Ground>, bank: &str) -> Self {
        Self { ground: Arc::clone(ground), bank: bank.to_owned() }
    }

    pub(super) fn ground(&self) -> &Ground {
        &self.ground
    }

    fn bank(&self) -> Result<&RunningBank> {
        self.ground.world().bank(&self.bank).context("no such bank")
    }

    /// Makes a step. Waits for the database; called within a runtime.
    ///
    /// # Errors
    /// When the bank refuses it.
    pub fn make(&self, change: Change) -> Result<()> {
        let (family, first, second) = (spending::family()?, spending::version("1.1")?, spending::version("2.0")?);
        let bank = self.bank()?;
        let registry = bank.registry();
        match change {
            Change::Published => publish(registry, spending::definition(V1_0)?)?,
            Change::Changed => publish(registry, spending::definition(V1_1)?)?,
            Change::SideBySide => publish(registry, spending::definition(V2_0)?)?,
            Change::ToTelegrams => bank.swap_core(CoreKind::Telegram)?,
            Change::ToLedger => bank.swap_core(CoreKind::Ledger)?,
            Change::Deprecated => {
                let sunset = bank.core().now().checked_add(jiff::SignedDuration::from_hours(24 * 90))?;
                registry.deprecate(&family, first, sunset, Some(second), WHO)?;
            }
            Change::Blocked => drop(registry.block(&family, first, "a fault was found", WHO)?),
            Change::Unblocked => drop(registry.unblock(&family, first, WHO)?),
            Change::Retired => drop(registry.retire(&family, first, "version 2 does it all", WHO)?),
        }
        Ok(())
    }

    /// What a path answers after so many steps.
    #[must_use]
    pub fn expected(target: Target, steps: usize) -> Seen {
        let mut seen = match target {
            Target::Accounts => return Seen::Accounts,
            Target::First | Target::Second => Seen::Nothing,
        };
        for change in Self::CHANGES.iter().take(steps) {
            seen = match (target, change) {
                (Target::First, Change::Published) => Seen::V1_0,
                (Target::First, Change::Changed) => Seen::V1_1,
                (Target::First, Change::Deprecated | Change::Unblocked) => Seen::V1_1Deprecated,
                (Target::First, Change::Blocked) => Seen::Blocked,
                (Target::First, Change::Retired) => Seen::Gone,
                (Target::Second, Change::SideBySide) => Seen::V2_0,
                _ => seen,
            };
        }
        seen
    }
}

/// Publishes a definition with a report that says it passed: what the testbed does is not what traffic is about.
///
/// # Errors
/// When the registry refuses it.
pub fn publish(registry: &Registry, definition: ApiDefinition) -> Result<()> {
    let (family, version, hash) = (definition.family.clone(), definition.version, definition.hash());
    registry.draft(definition, WHO)?;
    registry.submit(&family, version, WHO)?;
    let record = registry.begin_verifying(&family, version, WHO)?;
    let id = ReportId::new(format!("traffic-{}", hash.to_string().get(..16).context("a hash")?))?;
    let about = (family.clone(), version);
    registry.keep_report(StoredReport::new(id, about, hash, true, record.changed_at, b"{}".to_vec()))?;
    registry.publish(&family, version, &hash, WHO)?;
    Ok(())
}
