//! Accounts: made, given another password, taken away.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use jiff::SignedDuration;
use moa_bank_core::audit::NewRecord;
use moa_bank_core::customers::CannotHash;
use moa_bank_core::state::StateError;
use moa_kernel::{SecretString, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Accounts, Session, password, rows, subject};
use crate::roles::Role;

/// Accounts that one world has at most.
const ACCOUNTS_MAX: usize = 200;

/// What somebody logs in as: small letters, digits, `.`, `_` and `-`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountName(String);

/// One account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: AccountName,
    /// What it may do.
    pub role: Role,
    /// Since when it exists.
    pub created_at: Timestamp,
    /// When somebody last logged in with it.
    pub last_login_at: Option<Timestamp>,
}

/// A password that was just made. It is shown once and stored nowhere.
#[derive(Debug, Clone)]
pub struct NewPassword {
    /// Whose it is.
    pub name: AccountName,
    /// The password.
    pub password: SecretString,
}

/// Why an account does not change.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The name cannot be one.
    #[error("a name is 1 to 40 small letters, digits, dots, hyphens and underscores, and begins with a letter")]
    Name,
    /// There is one of this name.
    #[error("there is an account `{0}` already")]
    Known(AccountName),
    /// There is none of this name.
    #[error("there is no account `{0}`")]
    Unknown(AccountName),
    /// There are enough.
    #[error("there are {ACCOUNTS_MAX} accounts already: remove one that nobody needs")]
    TooMany,
    /// Nobody would be left who may manage accounts.
    #[error("`{0}` is the last admin: make another one first")]
    LastAdmin(AccountName),
    /// The old password is wrong.
    #[error("the present password is wrong")]
    WrongPassword,
    /// Too many tries: the present password was not looked at.
    #[error("too many tries with this name")]
    TooManyTries(SignedDuration),
    /// The new password is too short or too long.
    #[error("a password has 12 to 200 characters")]
    Password,
    /// The password cannot be hashed.
    #[error(transparent)]
    Hash(#[from] CannotHash),
    /// The state could not be used.
    #[error("the accounts cannot be used")]
    State(#[from] StateError),
}

impl AccountName {
    /// Takes a name.
    ///
    /// # Errors
    /// When it is not one.
    pub fn new(text: impl Into<String>) -> Result<Self, AccountError> {
        let text = text.into();
        let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
        if begins && text.len() <= 40 && text.bytes().all(plain) { Ok(Self(text)) } else { Err(AccountError::Name) }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Accounts {
    /// All accounts, by name.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn list(&self) -> Result<Vec<Account>, AccountError> {
        Ok(self.inside.database.read(rows::list_accounts)?)
    }

    /// Makes an account, with a password that is shown this once.
    ///
    /// # Errors
    /// When there is one of this name, or there are enough.
    pub fn add(&self, name: &AccountName, role: Role, by: &str) -> Result<NewPassword, AccountError> {
        let (made, hash) = self.make_password()?;
        self.change(|transaction| {
            if rows::find_account(transaction, name)?.is_some() {
                return Err(AccountError::Known(name.clone()));
            }
            if rows::list_accounts(transaction)?.len() >= ACCOUNTS_MAX {
                return Err(AccountError::TooMany);
            }
            rows::insert_account(transaction, name, role, &hash, self.now())?;
            let record = NewRecord::new(by, "account.add", subject(name)).facts(json!({ "role": role.word() }));
            Ok(self.write_down(transaction, record)?)
        })?;
        Ok(NewPassword { name: name.clone(), password: made })
    }

    /// Takes an account away, and its sessions with it.
    ///
    /// # Errors
    /// When there is none, or it is the last admin.
    pub fn remove(&self, name: &AccountName, by: &str) -> Result<(), AccountError> {
        self.change(|transaction| {
            let found = rows::find_account(transaction, name)?.ok_or_else(|| AccountError::Unknown(name.clone()))?;
            let admins = rows::list_accounts(transaction)?.iter().filter(|it| it.role == Role::Admin).count();
            if found.account.role == Role::Admin && admins <= 1 {
                return Err(AccountError::LastAdmin(name.clone()));
            }
            rows::delete_account(transaction, name)?;
            Ok(self.write_down(transaction, NewRecord::new(by, "account.remove", subject(name)))?)
        })
    }

    /// Gives an account a new password, which is shown this once, and ends its sessions.
    ///
    /// # Errors
    /// When there is no such account.
    pub fn reset_password(&self, name: &AccountName, by: &str) -> Result<NewPassword, AccountError> {
        let (made, hash) = self.make_password()?;
        self.put_password(name, &hash, by, "account.reset-password")?;
        Ok(NewPassword { name: name.clone(), password: made })
    }

    /// Its owner chooses another password; every session of theirs ends. A wrong present one is noted, with the address it came
    /// from.
    ///
    /// # Errors
    /// When the present password is wrong, or the new one too short or too long.
    pub fn change_password(
        &self,
        session: &Session,
        present: &SecretString,
        new: &SecretString,
        from: Option<IpAddr>,
    ) -> Result<(), AccountError> {
        let name = &session.name;
        password::check(new)?;
        // A session that was stolen is no place to guess the password from.
        self.inside.throttle.count(name.as_str(), self.now()).map_err(AccountError::TooManyTries)?;
        let found = self.inside.database.read(|connection| rows::find_account(connection, name))?;
        if !password::is_right(present, found.as_ref().map(|it| it.hash.as_str())) {
            self.note_wrong_present(session, from)?;
            return Err(AccountError::WrongPassword);
        }
        self.inside.throttle.forget(name.as_str());
        let hash = password::hash(new, &*self.inside.entropy)?;
        self.put_password(name, &hash, &session.actor(), "account.change-password")
    }

    fn make_password(&self) -> Result<(SecretString, String), AccountError> {
        let made = password::make(&*self.inside.entropy)?;
        let hash = password::hash(&made, &*self.inside.entropy)?;
        Ok((made, hash))
    }

    fn put_password(&self, name: &AccountName, hash: &str, by: &str, action: &str) -> Result<(), AccountError> {
        self.change(|transaction| {
            if !rows::update_password(transaction, name, hash)? {
                return Err(AccountError::Unknown(name.clone()));
            }
            rows::delete_sessions_of(transaction, name)?;
            Ok(self.write_down(transaction, NewRecord::new(by, action, subject(name)))?)
        })
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountName({})", self.0)
    }
}

impl FromStr for AccountName {
    type Err = AccountError;
    fn from_str(text: &str) -> Result<Self, AccountError> {
        Self::new(text)
    }
}

impl TryFrom<String> for AccountName {
    type Error = AccountError;
    fn try_from(text: String) -> Result<Self, AccountError> {
        Self::new(text)
    }
}

impl From<AccountName> for String {
    fn from(name: AccountName) -> Self {
        name.0
    }
}
