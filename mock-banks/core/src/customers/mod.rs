//! The people who bank here, and how they prove it.
//!
//! A bank's file enrols them ([`crate::Bank::open`]); the state keeps an Argon2id hash of the password and never the
//! password. [`Customers::verify_login`] judges a try: a wrong password and an unknown login cost the same and answer the
//! same, and tries that keep failing at one [`Place`] wait longer and longer, but never for ever. [`Customers::party`] tells what the bank
//! knows about a person.

mod credentials;
mod enrol;
mod failures;
mod lockout;
mod login;
mod party;
mod place;

use moa_kernel::{CustomerId, SecretString};

use crate::Bank;
use crate::state::StateError;

pub use credentials::{CannotHash, make_hash as make_password_hash, matches as is_password};
pub use enrol::EnrolError;
pub(crate) use enrol::{derive_id, enrol_all};
pub(crate) use failures::SCHEMA as FAILURES_BY_PLACE;
pub use login::LoginOutcome;
pub(crate) use login::{LOGIN_CHARS_MAX, LoginGates};
pub use party::Party;
pub use place::Place;

/// The tables of this area.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE core_customers (
        bank TEXT NOT NULL,
        id TEXT NOT NULL,
        login TEXT NOT NULL,
        password_hash TEXT NOT NULL,
        party TEXT NOT NULL,
        PRIMARY KEY (bank, id),
        UNIQUE (bank, login)
    ) STRICT;
    CREATE TABLE core_login_failures (
        bank TEXT NOT NULL,
        login TEXT NOT NULL,
        failures INTEGER NOT NULL,
        last_at INTEGER NOT NULL,
        PRIMARY KEY (bank, login)
    ) STRICT;
    CREATE INDEX core_login_failures_by_age ON core_login_failures (bank, last_at);
";

/// The customers of one bank.
#[derive(Debug, Clone, Copy)]
pub struct Customers<'a> {
    bank: &'a Bank,
}

impl<'a> Customers<'a> {
    pub(crate) const fn of(bank: &'a Bank) -> Self {
        Self { bank }
    }

    /// Judges a try to log in at the present moment, held against this login at this place. Takes about as long as an Argon2id hash whoever is named: call it
    /// from `spawn_blocking`.
    ///
    /// # Errors
    /// When the state cannot be used. A refusal is an outcome, not an error.
    pub fn verify_login(
        &self,
        login: &str,
        password: &SecretString,
        place: &Place,
    ) -> Result<LoginOutcome, StateError> {
        login::verify(self.bank, login, password, place)
    }

    /// The customer behind a login name, if there is one. For the bank's own use: a page that answered with it would tell
    /// strangers who banks here.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn find_customer(&self, login: &str) -> Result<Option<CustomerId>, StateError> {
        login::find(self.bank, login)
    }

    /// What the bank knows about a person, if they are a customer.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn party(&self, customer: &CustomerId) -> Result<Option<Party>, StateError> {
        party::find(self.bank, customer)
    }
}
