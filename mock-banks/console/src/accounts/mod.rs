//! Who may enter the management centre.
//!
//! Accounts belong to a world, not to one bank. The first one is made at the first start ([`Accounts::open`]), with a
//! password that is shown once and stored as an Argon2id hash. [`Accounts::log_in`] exchanges a password for a session: 256
//! random bits, of which only a digest is stored, good for eight hours or until [`Accounts::log_out`]. Tries that keep
//! failing wait (`throttle`), and nobody can tell a wrong password from a name that does not exist. Whatever changes here is
//! written down in the world's own audit log, and so is that somebody tries ([`Accounts::note_refusal`]).

mod account;
mod log_in;
mod password;
mod refusals;
mod rows;
mod session;
mod throttle;

pub use account::{Account, AccountError, AccountName, NewPassword};
pub use log_in::LogInOutcome;
pub(crate) use rows::SCHEMA;
pub use session::{Opened, Purpose, Session};

use std::sync::Arc;

use moa_bank_core::audit::{self, Audit, NewRecord};
use moa_bank_core::state::{Database, StateError};
use moa_kernel::{Clock, Entropy, SecretString, Timestamp};
use rusqlite::Transaction;

use crate::roles::Role;
use refusals::Refusals;
use throttle::Throttle;

/// The name of the account that is made at the first start.
pub const FIRST_ACCOUNT: &str = "admin";

/// The accounts and sessions of one world.
#[derive(Clone)]
pub struct Accounts {
    inside: Arc<Inside>,
}

struct Inside {
    database: Database,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    throttle: Throttle,
    refusals: Refusals,
}

impl Accounts {
    /// Opens a world's accounts. When there is none yet the first admin is made, with `password` or with one that is made
    /// here and handed out this once.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn open(
        database: Database,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        password: Option<SecretString>,
    ) -> Result<(Self, Option<NewPassword>), AccountError> {
        database.migrate(crate::ROOM, crate::STEPS)?;
        audit::open(&database, &*entropy)?;
        // Accounts are written down when they are made.
        let has_records = database.read(rows::any_account)?;
        Audit::of_world(&database, &*clock).resume(has_records)?;
        let throttle = Throttle::new(&*entropy);
        let accounts =
            Self { inside: Arc::new(Inside { database, clock, entropy, throttle, refusals: Refusals::default() }) };
        let first = accounts.make_first(password)?;
        Ok((accounts, first))
    }

    fn make_first(&self, password: Option<SecretString>) -> Result<Option<NewPassword>, AccountError> {
        if self.inside.database.read(rows::any_account)? {
            return Ok(None);
        }
        let name = AccountName::new(FIRST_ACCOUNT)?;
        let password = password.map_or_else(|| password::make(&*self.inside.entropy), Ok::<_, AccountError>)?;
        let hash = password::hash(&password, &*self.inside.entropy)?;
        self.change(|transaction| {
            // Two platforms that start on one file at the same moment make one admin.
            if rows::any_account(transaction)? {
                return Ok(None);
            }
            rows::insert_account(transaction, &name, Role::Admin, &hash, self.now())?;
            self.write_down(transaction, NewRecord::new("platform", "account.add", subject(&name)))?;
            Ok(Some(NewPassword { name: name.clone(), password: password.clone() }))
        })
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inside.clock.now()
    }

    fn change<T>(&self, act: impl FnOnce(&Transaction<'_>) -> Result<T, AccountError>) -> Result<T, AccountError> {
        self.inside.database.write(act)
    }

    fn write_down(&self, transaction: &Transaction<'_>, record: NewRecord) -> Result<(), StateError> {
        Audit::of_world(&self.inside.database, &*self.inside.clock).append(transaction, record).map(drop)
    }
}

/// An account as the audit log names it.
fn subject(name: &AccountName) -> String {
    format!("account/{name}")
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accounts").finish_non_exhaustive()
    }
}
