//! What is left of a version when its definition is nowhere any more: its row, as the audit left it.

use moa_bank_core::state::StateError;
use rusqlite::Transaction;
use serde_json::Value;

use super::apis;
use crate::definition::{ApiDefinition, DefinitionHash, Family, Version};
use crate::error::RegistryError;
use crate::state::State;

/// A version whose definition cannot be read, neither where it was stored nor where it was copied.
#[derive(Debug, Clone)]
pub(crate) struct Lost {
    pub(crate) family: Family,
    pub(crate) version: Version,
    pub(crate) hash: DefinitionHash,
    pub(crate) state: State,
    pub(crate) revision: u32,
    pub(crate) shipped: bool,
    /// The audit record of the last change.
    pub(crate) audited: u64,
}

impl Lost {
    /// Whether this is what is left of that version.
    pub(crate) fn is_of(&self, definition: &ApiDefinition) -> bool {
        self.family == definition.family && self.version == definition.version
    }

    /// What the audit says of it.
    pub(crate) fn facts(&self, more: Value) -> Result<Value, StateError> {
        super::facts_of((self.hash, self.revision, &self.state, self.shipped), more)
    }

    /// Puts its state in its row, which must still be as it was found, and the audit record that tells of it.
    pub(crate) fn put(&self, transaction: &Transaction<'_>, bank: &str, told: u64) -> Result<(), RegistryError> {
        let facts = serde_json::to_string(&self.state).map_err(|_| StateError::Unreadable("state"))?;
        let change = "UPDATE registry_apis SET state = ?1, facts = ?2, audited = ?3
            WHERE bank = ?4 AND family = ?5 AND major = ?6 AND minor = ?7 AND audited = ?8";
        let version = self.version;
        let of = (
            self.state.word(),
            facts,
            apis::number(told)?,
            bank,
            self.family.as_str(),
            version.major,
            version.minor,
            apis::number(self.audited)?,
        );
        let changed = transaction.execute(change, of).map_err(StateError::from)?;
        if changed == 1 { Ok(()) } else { Err(RegistryError::Tampered("state of an API")) }
    }
}
