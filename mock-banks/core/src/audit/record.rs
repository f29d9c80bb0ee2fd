//! A record, and the bytes its hash is made of.

use moa_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Hash;
use crate::state::StateError;

/// The longest actor, action or subject.
const TEXT_CHARS_MAX: usize = 600;
/// The largest facts, as JSON.
const FACTS_BYTES_MAX: usize = 64 * 1024;
/// What the hashed bytes begin with, so that they can never be taken for anything else.
const DOMAIN: &[u8] = b"moa-audit-record-1";

/// Something that is to be written down.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRecord {
    /// Who did it: `operator:mina`, `app:3f2…`, `customer:…`, `platform`.
    pub actor: String,
    /// What was done: `api.publish`, `consent.revoke`.
    pub action: String,
    /// What it was done to: `uk-ais 4.0`, a consent's id.
    pub subject: String,
    /// What else must be known to understand it later. Never a secret.
    pub facts: Value,
}

/// Something that was written down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its number: the first is 1, and none is missing.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// What it was done to.
    pub subject: String,
    /// What else must be known.
    pub facts: Value,
    /// The hash of the record before it.
    pub previous: Hash,
    /// The hash of this one.
    pub hash: Hash,
}

impl NewRecord {
    /// A record of `actor` having done `action` to `subject`, with nothing else to say.
    pub fn new(actor: impl Into<String>, action: impl Into<String>, subject: impl Into<String>) -> Self {
        let facts = Value::Object(serde_json::Map::new());
        Self { actor: actor.into(), action: action.into(), subject: subject.into(), facts }
    }

    /// With something else to say.
    #[must_use]
    pub fn facts(self, facts: Value) -> Self {
        Self { facts, ..self }
    }

    pub(super) fn check(&self) -> Result<(), StateError> {
        let texts = [&self.actor, &self.action, &self.subject];
        if texts.iter().any(|text| text.is_empty() || text.chars().count() > TEXT_CHARS_MAX) {
            return Err(StateError::TooLarge("audit record"));
        }
        Ok(())
    }
}

impl Record {
    pub(super) fn after(before: Option<&Self>, chain: &str, at: Timestamp, new: NewRecord) -> Result<Self, StateError> {
        let NewRecord { actor, action, subject, facts } = new;
        let sequence = before.map_or(0, |before| before.sequence).saturating_add(1);
        let previous = before.map_or(Hash::BEGINNING, |before| before.hash);
        // What is stored is what is hashed, and a microsecond is what is stored.
        let at = Timestamp::from_microsecond(at.as_microsecond()).map_err(|_| StateError::Unreadable("instant"))?;
        let mut record = Self { sequence, at, actor, action, subject, facts, previous, hash: Hash::BEGINNING };
        if record.facts_text().len() > FACTS_BYTES_MAX {
            return Err(StateError::TooLarge("audit record"));
        }
        record.hash = record.derive_hash(chain);
        Ok(record)
    }

    /// The facts as they are stored and hashed: JSON without white space, the names of every object in order.
    pub(super) fn facts_text(&self) -> String {
        sorted(&self.facts).to_string()
    }

    /// The hash this record must have in its log.
    pub(super) fn derive_hash(&self, chain: &str) -> Hash {
        let mut bytes = DOMAIN.to_vec();
        bytes.extend(self.sequence.to_be_bytes());
        bytes.extend(self.at.as_microsecond().to_be_bytes());
        bytes.extend(self.previous.as_bytes());
        for text in [chain, &self.actor, &self.action, &self.subject, &self.facts_text()] {
            // Each text says how long it is, so that no two records have the same bytes.
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        Hash::of(&bytes)
    }
}

/// The same value with every object's names in order, whichever order the program's JSON library keeps.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut names: Vec<_> = members.iter().collect();
            names.sort_by_key(|(name, _)| name.as_str());
            Value::Object(names.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect())
        }
        Value::Array(values) => Value::Array(values.iter().map(sorted).collect()),
        other => other.clone(),
    }
}
