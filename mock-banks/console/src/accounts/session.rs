//! Sessions: what a bearer token stands for, and the end of it.

use jiff::SignedDuration;
use moa_bank_core::audit::NewRecord;
use moa_kernel::{SecretString, Timestamp};

use super::{AccountError, AccountName, Accounts, rows, subject};
use crate::roles::Role;

/// How long a session lasts: one working day.
pub(super) const LASTS: SignedDuration = SignedDuration::from_hours(8);
/// How long a token for the metrics lasts.
const METRICS_LAST: SignedDuration = SignedDuration::from_hours(24 * 90);

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Whatever the account may do.
    Everything,
    /// Reading `/metrics` and nothing else: it lies in the configuration of a program.
    Metrics,
}

/// What a living token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub name: AccountName,
    /// What its owner may do.
    pub role: Role,
    /// What it is good for.
    pub purpose: Purpose,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A session that was just opened.
#[derive(Debug)]
pub struct Opened {
    /// What to show from now on. It is stored as a digest, so it cannot be shown again.
    pub token: SecretString,
    /// What it stands for.
    pub session: Session,
}

impl Purpose {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Metrics => "metrics",
        }
    }

    pub(super) const fn action(self) -> &'static str {
        match self {
            Self::Everything => "session.open",
            Self::Metrics => "session.open-metrics",
        }
    }
}

impl Session {
    /// Its owner as the audit log names them.
    #[must_use]
    pub fn actor(&self) -> String {
        format!("{}:{}", self.role.word(), self.name)
    }
}

impl Accounts {
    /// What a token stands for at this moment, if it stands for anything.
    ///
    /// # Errors
    /// When the state cannot be used. Whoever guards something must then refuse.
    pub fn find_session(&self, token: &SecretString) -> Result<Option<Session>, AccountError> {
        let found = self.inside.database.read(|connection| rows::find_session(connection, token))?;
        Ok(found.filter(|session| session.expires_at > self.now()))
    }

    /// Makes a token that only reads the metrics.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn make_metrics_token(&self, name: &AccountName, role: Role) -> Result<Opened, AccountError> {
        self.open_session(name, role, Purpose::Metrics, METRICS_LAST, None)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn log_out(&self, token: &SecretString, session: &Session) -> Result<(), AccountError> {
        self.change(|transaction| {
            rows::delete_session(transaction, token)?;
            let record = NewRecord::new(session.actor(), "session.close", subject(&session.name));
            Ok(self.write_down(transaction, record)?)
        })
    }
}
