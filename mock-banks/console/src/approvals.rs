//! What waits for a decision: an app that wants another plan, an API that waits for a second pair of eyes.
//!
//! Whoever asks cannot decide, and says by its hash which definition is meant: an API is approved as they saw it, and not as
//! it became since.

use moa_bank_core::state::StateError;
use moa_bank_registry::DefinitionHash;
use moa_kernel::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The table of approvals.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE console_approvals (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        bank TEXT NOT NULL,
        wish TEXT NOT NULL,
        because TEXT NOT NULL,
        asked_by TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        decision TEXT,
        decided_by TEXT,
        decided_at INTEGER,
        reason TEXT
    ) STRICT;
    CREATE INDEX console_approvals_waiting ON console_approvals (bank, id) WHERE decision IS NULL;
";

/// What somebody asked for stays as they asked, and what was decided stays decided, whoever else writes to the file.
pub(crate) const STAY_AS_ASKED: &str = "
    CREATE TRIGGER console_approvals_stay BEFORE UPDATE ON console_approvals
        WHEN OLD.decision IS NOT NULL OR NEW.id <> OLD.id OR NEW.bank <> OLD.bank OR NEW.wish <> OLD.wish
            OR NEW.because <> OLD.because OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at
        BEGIN SELECT RAISE(ABORT, 'what was asked stays as it was asked, and what was decided stays decided'); END;
    CREATE TRIGGER console_approvals_are_kept BEFORE DELETE ON console_approvals
        BEGIN SELECT RAISE(ABORT, 'what was asked is never removed'); END;
    CREATE TRIGGER console_approvals_are_new BEFORE INSERT ON console_approvals
        WHEN EXISTS (SELECT 1 FROM console_approvals AS known WHERE known.id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'what was asked is never replaced'); END;
";

/// So many may wait at one bank.
pub(crate) const WAITING_MAX: i64 = 500;

/// What is wished for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Wish {
    /// An app wants another plan.
    Plan {
        /// The app.
        #[schema(min_length = 1, max_length = 512, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
        app: String,
        /// The plan.
        #[schema(min_length = 1, max_length = 40)]
        plan: String,
    },
    /// A verified API is to go live.
    Publish {
        /// Which API.
        #[schema(pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length = 64)]
        family: String,
        /// In which version.
        #[schema(pattern = r"^(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})$")]
        version: String,
        /// The hash of the definition that is meant, as the API shows it: another one does not go live.
        #[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
        definition: DefinitionHash,
    },
}

/// How somebody decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Decision {
    /// It happens.
    Approve,
    /// It does not.
    Deny,
}

/// What waits for a decision, or was decided.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Approval {
    /// Its number.
    pub(crate) id: i64,
    /// What is wished for.
    pub(crate) wish: Wish,
    /// Why.
    pub(crate) because: String,
    /// Who asked.
    pub(crate) asked_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) asked_at: Timestamp,
    /// How it was decided; nothing while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) decision: Option<Decision>,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) decided_by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    pub(crate) decided_at: Option<Timestamp>,
    /// Why so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) reason: Option<String>,
}

pub(crate) fn insert(c: &Connection, bank: &str, approval: &Approval) -> Result<i64, StateError> {
    let wish = serde_json::to_string(&approval.wish).map_err(|_| StateError::Unreadable("approval"))?;
    c.execute(
        "INSERT INTO console_approvals (bank, wish, because, asked_by, asked_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        (bank, wish, &approval.because, &approval.asked_by, approval.asked_at.as_microsecond()),
    )?;
    Ok(c.last_insert_rowid())
}

pub(crate) fn count_waiting(c: &Connection, bank: &str) -> Result<i64, StateError> {
    let sql = "SELECT count(*) FROM console_approvals WHERE bank = ?1 AND decision IS NULL";
    Ok(c.query_row(sql, [bank], |row| row.get(0))?)
}

/// The newest approvals, those that wait before the others.
pub(crate) fn list(c: &Connection, bank: &str, waiting_only: bool) -> Result<Vec<Approval>, StateError> {
    let sql = "SELECT * FROM console_approvals WHERE bank = ?1 AND (decision IS NULL OR NOT ?2)
               ORDER BY decision IS NOT NULL, id DESC LIMIT 500";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map((bank, waiting_only), |row| Ok(read(row)))?;
    rows.map(|row| row?).collect()
}

pub(crate) fn find(c: &Connection, bank: &str, id: i64) -> Result<Option<Approval>, StateError> {
    let sql = "SELECT * FROM console_approvals WHERE bank = ?1 AND id = ?2";
    let found = c.prepare_cached(sql)?.query_row((bank, id), |row| Ok(read(row))).optional()?;
    found.transpose()
}

/// Decides one that waits. Says whether it still did.
pub(crate) fn decide(c: &Connection, bank: &str, decided: &Approval) -> Result<bool, StateError> {
    let sql = "UPDATE console_approvals SET decision = ?3, decided_by = ?4, decided_at = ?5, reason = ?6
               WHERE bank = ?1 AND id = ?2 AND decision IS NULL";
    let word = decided.decision.map(Decision::word);
    let at = decided.decided_at.map(Timestamp::as_microsecond);
    Ok(c.execute(sql, (bank, decided.id, word, &decided.decided_by, at, &decided.reason))? == 1)
}

impl Decision {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Deny => "deny",
        }
    }
}

fn read(row: &Row<'_>) -> Result<Approval, StateError> {
    let unreadable = StateError::Unreadable("approval");
    let instant = |micros: i64| Timestamp::from_microsecond(micros).map_err(|_| StateError::Unreadable("approval"));
    let decision: Option<String> = row.get("decision")?;
    let decided_at: Option<i64> = row.get("decided_at")?;
    Ok(Approval {
        id: row.get("id")?,
        wish: serde_json::from_str(&row.get::<_, String>("wish")?).map_err(|_| unreadable)?,
        because: row.get("because")?,
        asked_by: row.get("asked_by")?,
        asked_at: instant(row.get("asked_at")?)?,
        decision: match decision.as_deref() {
            None => None,
            Some("approve") => Some(Decision::Approve),
            Some("deny") => Some(Decision::Deny),
            Some(_) => return Err(StateError::Unreadable("approval")),
        },
        decided_by: row.get("decided_by")?,
        decided_at: decided_at.map(instant).transpose()?,
        reason: row.get("reason")?,
    })
}
