//! Accounts and sessions in and out of their tables. A session is found by the digest of its token.

use moa_bank_core::audit::Hash;
use moa_bank_core::state::StateError;
use moa_kernel::{ExposeSecret as _, SecretString, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{Account, AccountName, Purpose, Session};
use crate::roles::Role;

/// Sessions of one kind that one account has at most; the oldest makes room.
const SESSIONS_MAX: u32 = 20;

/// The tables of accounts and sessions.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE console_accounts (
        name TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        password_hash TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        last_login_at INTEGER
    ) STRICT;
    CREATE TABLE console_sessions (
        digest BLOB PRIMARY KEY,
        name TEXT NOT NULL REFERENCES console_accounts (name) ON DELETE CASCADE,
        purpose TEXT NOT NULL,
        opened_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX console_sessions_of ON console_sessions (name, opened_at);
";

/// An account with the hash of its password.
pub(super) struct Kept {
    pub(super) account: Account,
    pub(super) hash: String,
}

pub(super) fn any_account(connection: &Connection) -> Result<bool, StateError> {
    Ok(connection.query_row("SELECT EXISTS (SELECT 1 FROM console_accounts)", [], |row| row.get(0))?)
}

pub(super) fn list_accounts(connection: &Connection) -> Result<Vec<Account>, StateError> {
    let mut statement = connection.prepare_cached("SELECT * FROM console_accounts ORDER BY name")?;
    let rows = statement.query_map([], |row| Ok(account(row)))?;
    rows.map(|row| row?).collect()
}

pub(super) fn find_account(connection: &Connection, name: &AccountName) -> Result<Option<Kept>, StateError> {
    let found = connection
        .prepare_cached("SELECT * FROM console_accounts WHERE name = ?1")?
        .query_row([name.as_str()], |row| Ok((account(row), row.get("password_hash")?)))
        .optional()?;
    found.map(|(account, hash)| Ok(Kept { account: account?, hash })).transpose()
}

pub(super) fn insert_account(
    connection: &Connection,
    name: &AccountName,
    role: Role,
    hash: &str,
    at: Timestamp,
) -> Result<(), StateError> {
    connection.execute(
        "INSERT INTO console_accounts (name, role, password_hash, created_at) VALUES (?1, ?2, ?3, ?4)",
        (name.as_str(), role.word(), hash, at.as_microsecond()),
    )?;
    Ok(())
}

pub(super) fn update_password(connection: &Connection, name: &AccountName, hash: &str) -> Result<bool, StateError> {
    let sql = "UPDATE console_accounts SET password_hash = ?2 WHERE name = ?1";
    Ok(connection.execute(sql, (name.as_str(), hash))? == 1)
}

pub(super) fn note_login(connection: &Connection, name: &AccountName, at: Timestamp) -> Result<(), StateError> {
    let sql = "UPDATE console_accounts SET last_login_at = ?2 WHERE name = ?1";
    connection.execute(sql, (name.as_str(), at.as_microsecond()))?;
    Ok(())
}

pub(super) fn delete_account(connection: &Connection, name: &AccountName) -> Result<(), StateError> {
    connection.execute("DELETE FROM console_accounts WHERE name = ?1", [name.as_str()])?;
    Ok(())
}

/// Keeps a session, forgets those that are over and, when the account has too many, its oldest.
pub(super) fn insert_session(
    connection: &Connection,
    token: &SecretString,
    session: &Session,
    at: Timestamp,
) -> Result<(), StateError> {
    connection.execute("DELETE FROM console_sessions WHERE expires_at <= ?1", [at.as_microsecond()])?;
    connection.execute(
        "DELETE FROM console_sessions WHERE rowid IN (
            SELECT rowid FROM console_sessions WHERE name = ?1 AND purpose = ?3
            ORDER BY opened_at DESC, rowid DESC LIMIT -1 OFFSET ?2)",
        (session.name.as_str(), SESSIONS_MAX.saturating_sub(1), session.purpose.word()),
    )?;
    connection.execute(
        "INSERT INTO console_sessions (digest, name, purpose, opened_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            digest(token).as_bytes(),
            session.name.as_str(),
            session.purpose.word(),
            at.as_microsecond(),
            session.expires_at.as_microsecond(),
        ),
    )?;
    Ok(())
}

pub(super) fn find_session(connection: &Connection, token: &SecretString) -> Result<Option<Session>, StateError> {
    let found = connection
        .prepare_cached(
            "SELECT a.name, a.role, s.purpose, s.expires_at FROM console_sessions AS s
             JOIN console_accounts AS a ON a.name = s.name WHERE s.digest = ?1",
        )?
        .query_row([digest(token).as_bytes()], |row| Ok(session(row)))
        .optional()?;
    found.transpose()
}

pub(super) fn delete_session(connection: &Connection, token: &SecretString) -> Result<(), StateError> {
    connection.execute("DELETE FROM console_sessions WHERE digest = ?1", [digest(token).as_bytes()])?;
    Ok(())
}

pub(super) fn delete_sessions_of(connection: &Connection, name: &AccountName) -> Result<(), StateError> {
    connection.execute("DELETE FROM console_sessions WHERE name = ?1", [name.as_str()])?;
    Ok(())
}

/// Enough to recognise a token, useless to present.
fn digest(token: &SecretString) -> Hash {
    Hash::of(token.expose_secret().as_bytes())
}

fn account(row: &Row<'_>) -> Result<Account, StateError> {
    let last: Option<i64> = row.get("last_login_at")?;
    Ok(Account {
        name: name(row)?,
        role: role(row)?,
        created_at: instant(row.get("created_at")?)?,
        last_login_at: last.map(instant).transpose()?,
    })
}

fn session(row: &Row<'_>) -> Result<Session, StateError> {
    let purpose = match row.get::<_, String>("purpose")?.as_str() {
        "everything" => Purpose::Everything,
        "metrics" => Purpose::Metrics,
        _ => return Err(StateError::Unreadable("session")),
    };
    Ok(Session { name: name(row)?, role: role(row)?, purpose, expires_at: instant(row.get("expires_at")?)? })
}

fn name(row: &Row<'_>) -> Result<AccountName, StateError> {
    AccountName::new(row.get::<_, String>("name")?).map_err(|_| StateError::Unreadable("account"))
}

fn role(row: &Row<'_>) -> Result<Role, StateError> {
    Role::of(&row.get::<_, String>("role")?).ok_or(StateError::Unreadable("account"))
}

fn instant(micros: i64) -> Result<Timestamp, StateError> {
    Timestamp::from_microsecond(micros).map_err(|_| StateError::Unreadable("instant"))
}
