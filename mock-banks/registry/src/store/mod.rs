//! The registry's tables: definitions by revision, reports, and one row per version of an API.

pub(crate) mod apis;
mod load;
mod lost;
pub(crate) mod reports;
pub(crate) mod revisions;
mod schema;

pub(crate) use load::{check_verified, load};
pub(crate) use lost::Lost;
pub(crate) use schema::STEPS;

use moa_bank_core::state::StateError;
use moa_kernel::Timestamp;
use rusqlite::Transaction;
use serde_json::{Value, json};

use crate::definition::{DefinitionHash, Family, Version};
use crate::record::ApiRecord;
use crate::state::State;

/// The name under which these tables stand in a world's file.
pub(crate) const ROOM: &str = "registry";

/// What the audit calls a version of an API.
pub(crate) fn subject(family: &Family, version: Version) -> String {
    format!("api/{family}/{version}")
}

/// What the audit says of a record after every change: enough to tell whether the row is what it was left as.
pub(crate) fn facts(record: &ApiRecord, more: Value) -> Result<Value, StateError> {
    facts_of((record.hash, record.revision, &record.state, record.shipped), more)
}

/// The same of what a record, or what is left of one, has to say.
fn facts_of(
    (hash, revision, state, shipped): (DefinitionHash, u32, &State, bool),
    more: Value,
) -> Result<Value, StateError> {
    let state = serde_json::to_value(state).map_err(|_| StateError::Unreadable("state"))?;
    let mut facts = json!({ "hash": hash, "revision": revision, "state": state });
    if shipped {
        more_of(&mut facts, json!({ "shipped": true }));
    }
    more_of(&mut facts, more);
    Ok(facts)
}

fn more_of(facts: &mut Value, more: Value) {
    if let (Value::Object(facts), Value::Object(more)) = (facts, more) {
        facts.extend(more);
    }
}

/// Counts a change.
pub(crate) fn next_generation(transaction: &Transaction<'_>, bank: &str) -> Result<u64, StateError> {
    let count = "INSERT INTO registry_generations (bank, generation) VALUES (?1, 1)
        ON CONFLICT (bank) DO UPDATE SET generation = generation + 1 RETURNING generation";
    let generation: i64 = transaction.query_row(count, [bank], |row| row.get(0))?;
    u64::try_from(generation).map_err(|_| StateError::Unreadable("generation"))
}

fn from_micros(micros: i64) -> Result<Timestamp, StateError> {
    Timestamp::from_microsecond(micros).map_err(|_| StateError::Unreadable("instant"))
}
