//! The handle on one bank. Cheap to clone, safe to share: everything behind it is either immutable or in the database.

use std::sync::Arc;

use moa_kernel::{BankId, Clock, Entropy, Timestamp};

use crate::arrangements::{self, Arrangements};
use crate::audit::{self, Audit};
use crate::consents::{self, Consents};
use crate::customers::{self, Customers, EnrolError, LoginGates};
use crate::ledger::{self, Ledger, LedgerError};
use crate::spec::BankSpec;
use crate::state::{Database, StateError};

/// The name under which this crate's tables stand in a world's file.
const ROOM: &str = "core";

/// One bank: its description, its state, and where it gets the time and its luck from.
#[derive(Clone)]
pub struct Bank {
    inside: Arc<Inside>,
}

struct Inside {
    spec: BankSpec,
    database: Database,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    gates: LoginGates,
}

/// Why a bank could not open its doors.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The state could not be read or brought up to date.
    #[error("the bank's state cannot be used")]
    State(#[from] StateError),
    /// A customer could not be enrolled.
    #[error("a customer cannot be enrolled")]
    Enrol(#[from] EnrolError),
    /// An account could not be opened.
    #[error("an account cannot be opened")]
    Ledger(#[from] LedgerError),
}

impl Bank {
    /// Opens a bank over a world's state: brings the tables up to date, enrols the customers of the description and opens
    /// their accounts. What is there already stays as it is, so opening a second time changes nothing.
    ///
    /// # Errors
    /// When the state cannot be used, or the description asks for something the ledger refuses.
    pub fn open(
        spec: BankSpec,
        database: Database,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, OpenError> {
        let steps = [
            customers::SCHEMA,
            ledger::SCHEMA,
            arrangements::SCHEMA,
            consents::SCHEMA,
            crate::life::SCHEMA,
            customers::FAILURES_BY_PLACE,
            consents::ASKED_AT,
            ledger::TRANSFERS,
        ];
        database.migrate(ROOM, &steps)?;
        audit::open(&database, &*entropy)?;
        let gates = LoginGates::new(&*entropy);
        let inside = Inside { spec, database, clock, entropy, gates };
        let bank = Self { inside: Arc::new(inside) };
        bank.audit().resume(false)?;
        customers::enrol_all(&bank)?;
        ledger::open_all(&bank)?;
        Ok(bank)
    }

    /// The bank's id, as the directory names it.
    #[must_use]
    pub fn id(&self) -> &BankId {
        &self.inside.spec.id
    }

    /// What the bank's file says about it.
    #[must_use]
    pub fn spec(&self) -> &BankSpec {
        &self.inside.spec
    }

    /// The world's state, where other rooms keep their tables too.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.inside.database
    }

    /// Where the bank gets the time from.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inside.clock
    }

    /// Where the bank gets its luck from.
    #[must_use]
    pub fn entropy(&self) -> &Arc<dyn Entropy> {
        &self.inside.entropy
    }

    /// The present moment at this bank.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inside.clock.now()
    }

    /// The people who bank here.
    #[must_use]
    pub fn customers(&self) -> Customers<'_> {
        Customers::of(self)
    }

    /// The books.
    #[must_use]
    pub fn ledger(&self) -> Ledger<'_> {
        Ledger::of(self)
    }

    /// Beneficiaries, direct debits, standing orders and scheduled payments.
    #[must_use]
    pub fn arrangements(&self) -> Arrangements<'_> {
        Arrangements::of(self)
    }

    /// What customers allowed apps to see.
    #[must_use]
    pub fn consents(&self) -> Consents<'_> {
        Consents::of(self)
    }

    /// Who changed what at this bank.
    #[must_use]
    pub fn audit(&self) -> Audit<'_> {
        Audit::of(self)
    }

    pub(crate) fn gates(&self) -> &LoginGates {
        &self.inside.gates
    }
}

impl std::fmt::Debug for Bank {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bank").field("id", self.id()).finish_non_exhaustive()
    }
}
