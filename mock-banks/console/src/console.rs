//! The handle on a world's management centre.

use std::sync::Arc;

use axum::Router;
use moa_bank_core::Bank;
use moa_bank_core::state::{Database, StateError};
use moa_bank_registry::Registry;
use moa_kernel::Clock;

use crate::accounts::Accounts;
use crate::apps::{AppDesk, AppError};
use crate::desk::Desk;
use crate::gate::{Gate, Gauges};
use crate::stack;
use crate::tester::Tester;

/// One bank, with everything of it that can be managed.
pub struct ManagedBank {
    /// The bank.
    pub bank: Bank,
    /// Its APIs.
    pub registry: Registry,
    /// Its apps.
    pub apps: Arc<dyn AppDesk>,
    /// Who verifies its APIs.
    pub tester: Arc<dyn Tester>,
    /// Its gateway.
    pub gate: Arc<dyn Gate>,
}

/// What a management centre is made of.
pub struct ConsoleParts {
    /// Who may enter.
    pub accounts: Accounts,
    /// The banks, in the order of their ports.
    pub banks: Vec<ManagedBank>,
    /// What the gateways count.
    pub gauges: Arc<dyn Gauges>,
    /// The world's state.
    pub database: Database,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Whether an API goes live only when somebody else than who asked for it approves.
    pub second_pair_of_eyes: bool,
}

/// Why a management centre does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The state could not be used.
    #[error("the management centre's state cannot be used")]
    State(#[from] StateError),
    /// The apps could not be asked for.
    #[error("the apps cannot be used")]
    Apps(#[from] AppError),
}

/// The management centre of a world. Cheap to clone.
#[derive(Clone)]
pub struct Console {
    desk: Arc<Desk>,
}

impl Console {
    /// Opens the management centre: plans that were defined and assigned before, and apps that were suspended, hold again.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub async fn open(parts: ConsoleParts) -> Result<Self, OpenError> {
        parts.database.migrate(crate::ROOM, crate::STEPS)?;
        for managed in &parts.banks {
            crate::plans::restore(&parts.database, managed)?;
            let mut after = None;
            loop {
                let page = managed.apps.list(after.clone(), 200).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.id.clone());
                for app in page.iter().filter(|app| app.suspended.is_some()) {
                    managed.gate.shut_out(&app.id, true);
                }
            }
        }
        Ok(Self { desk: Arc::new(Desk::new(parts)) })
    }

    /// The admin API, the document that describes it, and the metrics.
    pub fn router(&self) -> Router {
        stack::router(&self.desk)
    }
}

impl std::fmt::Debug for Console {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Console").finish_non_exhaustive()
    }
}
