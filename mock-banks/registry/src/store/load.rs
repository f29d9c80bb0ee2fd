//! What is stored becomes a shelf again. Nothing that is stored is believed before it is looked at, and nothing that cannot be
//! believed stops the start: a damaged text is taken from the copy beside it, a row that is not as the audit left it is held
//! back, and both are listed. A row that is as it was left and whose text is nowhere is [lost](Lost): another may stand in.

use std::sync::Arc;

use moa_bank_core::Bank;
use rusqlite::Connection;
use tracing::error;

use super::apis::StoredApi;
use super::{Lost, apis, from_micros, reports, revisions};
use crate::damage::Damage;
use crate::definition::{ApiDefinition, DefinitionHash, Family};
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::report::ReportId;
use crate::shelf::Shelf;
use crate::state::State;

/// Loads a bank's shelf, and tells which versions are lost.
pub(crate) fn load(bank: &Bank, builtin: &[Arc<ApiDefinition>]) -> Result<(Shelf, Vec<Lost>), RegistryError> {
    bank.database().read(|connection| {
        let generation = generation(connection, bank.id().as_str())?;
        let (mut shelf, mut lost) = (Shelf::default(), Vec::new());
        for row in apis::all(connection, bank.id().as_str())? {
            let mut damages = Vec::new();
            let mut note = |problem: &str, mended: bool| {
                let (family, version) = (row.family.clone(), row.version.to_string());
                error!(bank = %bank.id(), family, version, problem, mended, "a stored API is damaged");
                damages.push(Damage { family, version, problem: problem.to_owned(), mended, stands_in: None });
            };
            let loaded = read(connection, bank, &row, builtin, &mut note).and_then(|record| {
                // Two that cannot stand beside each other were not put there by this registry.
                Ok(shelf.with(generation, &[record]).map_err(|_| "its place in the table is taken")?)
            });
            match loaded {
                Ok(next) => shelf = next,
                Err(Unread { problem, lost: left }) => {
                    note(problem, false);
                    lost.extend(left.map(|left| *left));
                }
            }
            shelf.damages.append(&mut damages);
        }
        // Once more, so that an empty shelf has its generation too.
        Ok((shelf.with(generation, &[])?, lost))
    })
}

/// What is wrong with a row, in words.
type Problem = &'static str;

/// A row that gives no record.
struct Unread {
    problem: Problem,
    /// What is left of it, where the row itself is as the audit left it.
    lost: Option<Box<Lost>>,
}

impl From<Problem> for Unread {
    fn from(problem: Problem) -> Self {
        Self { problem, lost: None }
    }
}

fn read(
    connection: &Connection,
    bank: &Bank,
    row: &StoredApi,
    builtin: &[Arc<ApiDefinition>],
    note: &mut impl FnMut(&str, bool),
) -> Result<ApiRecord, Unread> {
    let hash: DefinitionHash = row.hash.parse().map_err(|_| "its hash is no hash")?;
    let state: State = serde_json::from_str(&row.facts).map_err(|_| "its state cannot be read")?;
    if state.word() != row.state {
        return Err("its state says one thing and its facts another".into());
    }
    let audited = u64::try_from(row.audited).map_err(|_| "its audit record has no number")?;
    let family = Family::new(row.family.clone()).map_err(|_| "its family has no name")?;
    let left =
        Lost { family, version: row.version, hash, state, revision: row.revision, shipped: row.shipped, audited };
    check_audited(connection, bank, &left)?;
    let definition = match definition(connection, bank, row, hash, builtin, note) {
        Ok(definition) => definition,
        Err(problem) => return Err(Unread { problem, lost: Some(Box::new(left)) }),
    };
    let instant = |micros| from_micros(micros).map_err(|_| "a moment of it cannot be read");
    let record = ApiRecord {
        definition,
        hash,
        state: left.state,
        report: row.report.clone().map(ReportId::new).transpose().map_err(|_| "its report's id is no id")?,
        revision: row.revision,
        shipped: row.shipped,
        created_by: row.created_by.clone(),
        created_at: instant(row.created_at)?,
        changed_at: instant(row.changed_at)?,
        audited,
    };
    if record.state.is_live() {
        check_verified(connection, bank, &record)?;
    }
    Ok(record)
}

/// The definition of that hash: as it is stored, or as it was copied, or as it came with the program.
fn definition(
    connection: &Connection,
    bank: &Bank,
    row: &StoredApi,
    hash: DefinitionHash,
    builtin: &[Arc<ApiDefinition>],
    note: &mut impl FnMut(&str, bool),
) -> Result<Arc<ApiDefinition>, Problem> {
    let (bank, at) = (bank.id().as_str(), (row.family.as_str(), row.version));
    // A page that cannot be read is damage like any other.
    let stored = revisions::text(connection, bank, at, row.revision).ok().flatten();
    let stored = stored.ok_or("its definition is not there").and_then(|text| parse(&text, row, hash));
    let problem = match stored {
        Ok(definition) => return Ok(definition),
        Err(problem) => problem,
    };
    let copy = revisions::text_of_copy(connection, bank, at).ok().flatten();
    let copy = copy.and_then(|text| parse(&text, row, hash).ok());
    let good = copy.or_else(|| builtin.iter().find(|it| it.hash() == hash).cloned());
    if good.is_some() {
        note(problem, true);
    }
    good.ok_or(problem)
}

fn parse(text: &str, row: &StoredApi, hash: DefinitionHash) -> Result<Arc<ApiDefinition>, Problem> {
    if DefinitionHash::of(text.as_bytes()) != hash {
        return Err("its definition is not the one of its hash");
    }
    let definition = ApiDefinition::from_json(text.as_bytes()).map_err(|_| "its definition makes no sense any more")?;
    let named = definition.family.as_str() == row.family && definition.version == row.version;
    if named { Ok(Arc::new(definition)) } else { Err("its definition is another API's") }
}

/// Whether the row is as its newest audit record left it.
fn check_audited(connection: &Connection, bank: &Bank, row: &Lost) -> Result<(), Problem> {
    let subject = super::subject(&row.family, row.version);
    let newest = bank.audit().about(connection, &subject, 1).map_err(|_| "its audit record cannot be read")?;
    let newest = newest.first().ok_or("the audit chain does not know it")?;
    let expected = row.facts(serde_json::json!({})).map_err(|_| "its state cannot be written")?;
    let told = |name: &str| newest.facts.get(name) == expected.get(name);
    let same = newest.sequence == row.audited && ["hash", "revision", "state", "shipped"].iter().all(|it| told(it));
    if same { Ok(()) } else { Err("it is not as the audit chain says it was left") }
}

/// Whether what is to be live was verified, or came with the program.
pub(crate) fn check_verified(connection: &Connection, bank: &Bank, record: &ApiRecord) -> Result<(), Problem> {
    if record.shipped {
        return Ok(());
    }
    let id = record.report.as_ref().ok_or("it is live without a report")?;
    let report = reports::find(connection, bank.id().as_str(), id).ok().flatten().ok_or("its report is not there")?;
    let is_in_chain = reports::is_in_chain(connection, bank, &report).map_err(|_| "its report cannot be looked up")?;
    if report.passed && report.definition == record.hash && is_in_chain {
        Ok(())
    } else {
        Err("its report is not good for it")
    }
}

fn generation(connection: &Connection, bank: &str) -> Result<u64, RegistryError> {
    use moa_bank_core::state::StateError;
    use rusqlite::OptionalExtension as _;

    let ask = "SELECT generation FROM registry_generations WHERE bank = ?1";
    let found: Option<i64> =
        connection.query_row(ask, [bank], |row| row.get(0)).optional().map_err(StateError::from)?;
    // Damaged or not, a table can be counted from anywhere.
    Ok(found.and_then(|generation| u64::try_from(generation).ok()).unwrap_or(0))
}
