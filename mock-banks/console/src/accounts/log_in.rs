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
        self.open_if_still(&found)
    }

    /// Opens a session if the password that was judged is the account's to this moment: a hash takes its time, and whoever was
    /// given another password meanwhile must not be logged in with the one before.
    fn open_if_still(&self, found: &rows::Kept) -> Result<LogInOutcome, AccountError> {
        let account = &found.account;
        let opened = self.open_session(&account.name, account.role, Purpose::Everything, LASTS, Some(&found.hash));
        match opened {
            Err(AccountError::WrongPassword) => Ok(LogInOutcome::Wrong),
            opened => opened.map(LogInOutcome::Opened),
        }
    }

    /// Opens a session for an account, and writes it down.
    pub(super) fn open_session(
        &self,
        name: &AccountName,
        role: crate::roles::Role,
        purpose: Purpose,
        lasts: SignedDuration,
        judged: Option<&str>,
    ) -> Result<Opened, AccountError> {
        let token = self.inside.entropy.token();
        let now = self.now();
        let expires_at = now.saturating_add(lasts).unwrap_or(moa_kernel::Timestamp::MAX);
        let session = Session { name: name.clone(), role, purpose, expires_at };
        self.change(|transaction| {
            if let Some(judged) = judged {
                let now = rows::find_account(transaction, name)?;
                now.filter(|now| now.hash == judged).ok_or(AccountError::WrongPassword)?;
            }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use moa_bank_core::state::Database;
    use moa_kernel::{FrozenClock, SeededEntropy};

    use super::*;

    #[test]
    fn a_password_that_was_reset_while_it_was_judged_opens_nothing() {
        let clock = Arc::new(FrozenClock::at("2026-11-24T09:00:00Z".parse().unwrap()));
        let database = Database::in_memory().unwrap();
        let (accounts, _) = Accounts::open(database, clock, Arc::new(SeededEntropy::new(7)), None).unwrap();
        let name = AccountName::new("admin").unwrap();
        let find =
            || accounts.inside.database.read(|connection| rows::find_account(connection, &name)).unwrap().unwrap();
        let judged = find();
        assert!(matches!(accounts.open_if_still(&judged).unwrap(), LogInOutcome::Opened(_)));
        accounts.reset_password(&name, "admin:jun").unwrap();
        assert!(matches!(accounts.open_if_still(&judged).unwrap(), LogInOutcome::Wrong));
        assert!(matches!(accounts.open_if_still(&find()).unwrap(), LogInOutcome::Opened(_)));
    }
}
