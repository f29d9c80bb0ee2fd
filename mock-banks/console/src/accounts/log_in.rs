//! One try to log in, from name and password to a session.

use jiff::SignedDuration;
use moa_bank_core::audit::NewRecord;
use moa_kernel::SecretString;

use super::session::{LASTS, Opened};
use super::{AccountError, AccountName, Accounts, Purpose, Session, password, rows, subject};

/// What came of a try to log in.
#[derive(Debug)]
pub enum LogInOutcome {
    /// The password is right.
    Opened(Opened),
    /// It is not, or there is no such account: nobody can tell which.
    Wrong,
    /// Too many tries: the password was not looked at.
    Wait(SignedDuration),
}

impl Accounts {
    /// Judges a try to log in. Takes about as long as an Argon2id hash whoever is named: call it where blocking is allowed.
    ///
    /// # Errors
    /// When the state cannot be used. A refusal is an outcome.
    pub fn log_in(&self, name: &str, password: &SecretString) -> Result<LogInOutcome, AccountError> {
        let name: String = name.chars().take(100).collect();
        if let Err(wait) = self.inside.throttle.count(&name, self.now()) {
            return Ok(LogInOutcome::Wait(wait));
        }
        let found = match AccountName::new(name.as_str()) {
            Ok(name) => self.inside.database.read(|connection| rows::find_account(connection, &name))?,
            Err(_) => None,
        };
        let right = password::is_right(password, found.as_ref().map(|found| found.hash.as_str()));
        let Some(found) = found.filter(|_| right) else { return Ok(LogInOutcome::Wrong) };
        self.inside.throttle.forget(&name);
        let account = found.account;
        let opened = self.open_session(&account.name, account.role, Purpose::Everything, LASTS)?;
        Ok(LogInOutcome::Opened(opened))
    }

    /// Opens a session for an account, and writes it down.
    pub(super) fn open_session(
        &self,
        name: &AccountName,
        role: crate::roles::Role,
        purpose: Purpose,
        lasts: SignedDuration,
    ) -> Result<Opened, AccountError> {
        let token = self.inside.entropy.token();
        let now = self.now();
        let expires_at = now.saturating_add(lasts).unwrap_or(moa_kernel::Timestamp::MAX);
        let session = Session { name: name.clone(), role, purpose, expires_at };
        self.change(|transaction| {
            rows::insert_session(transaction, &token, &session, now)?;
            if purpose == Purpose::Everything {
                rows::note_login(transaction, name, now)?;
            }
            let record = NewRecord::new(session.actor(), purpose.action(), subject(name));
            Ok(self.write_down(transaction, record)?)
        })?;
        Ok(Opened { token, session })
    }
}
