//! What every operation has within reach.

use std::sync::{Arc, Mutex};

use moa_bank_core::state::Database;
use moa_kernel::{Clock, Timestamp};
use tokio::sync::Semaphore;

use crate::accounts::Accounts;
use crate::console::{ConsoleParts, ManagedBank};
use crate::gate::Gauges;
use crate::problem::{Code, Problem};
use crate::verifications::Verifications;

/// The inside of a management centre.
pub(crate) struct Desk {
    pub(crate) accounts: Accounts,
    pub(crate) banks: Vec<Arc<BankDesk>>,
    pub(crate) gauges: Arc<dyn Gauges>,
    pub(crate) database: Database,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) second_pair_of_eyes: bool,
    /// Whose password is looked at. A hash takes 19 MiB and a core, and a stranger may ask for one: the others wait.
    pub(crate) passwords: Semaphore,
    /// Exports under way. Each keeps a thread for as long as somebody takes to read it.
    pub(crate) exports: Arc<Semaphore>,
}

/// Passwords that are looked at beside each other.
const PASSWORDS_MAX: usize = 2;
/// Exports at the same time.
const EXPORTS_MAX: usize = 4;

/// One bank, and what the testbed is doing for it.
pub(crate) struct BankDesk {
    pub(crate) parts: ManagedBank,
    pub(crate) verifications: Verifications,
    /// One decision after another, or what one admin denied could go live by another's word.
    pub(crate) deciding: Mutex<()>,
}

impl Desk {
    pub(crate) fn new(parts: ConsoleParts) -> Self {
        let ConsoleParts { accounts, banks, gauges, database, clock, second_pair_of_eyes } = parts;
        let banks = banks.into_iter().map(|parts| {
            Arc::new(BankDesk { parts, verifications: Verifications::default(), deciding: Mutex::default() })
        });
        let (passwords, exports) = (Semaphore::new(PASSWORDS_MAX), Arc::new(Semaphore::new(EXPORTS_MAX)));
        Self { accounts, banks: banks.collect(), gauges, database, clock, second_pair_of_eyes, passwords, exports }
    }

    /// The bank of this id.
    pub(crate) fn bank(&self, id: &str) -> Result<Arc<BankDesk>, Problem> {
        let found = self.banks.iter().find(|bank| bank.parts.bank.id().as_str() == id);
        found.cloned().ok_or_else(|| {
            let ids: Vec<&str> = self.banks.iter().map(|bank| bank.parts.bank.id().as_str()).collect();
            let next = format!("there are: {}", ids.join(", "));
            Problem::unknown(Code::UnknownBank, "there is no such bank here", next)
        })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// Does what waits for the database, where waiting is allowed.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => answer,
        Err(error) => Err(Problem::internal(&error)),
    }
}
