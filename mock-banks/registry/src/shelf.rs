//! Everything a registry knows at one moment: its records and the table made of them. Immutable; a change makes the next.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::damage::Damage;
use crate::definition::{Family, Version};
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::table::{Collision, Table};

#[derive(Debug, Clone, Default)]
pub(crate) struct Shelf {
    records: BTreeMap<(Family, Version), Arc<ApiRecord>>,
    pub(crate) table: Arc<Table>,
    pub(crate) damages: Vec<Damage>,
}

impl Shelf {
    /// The next shelf: these records in the place of their former selves.
    pub(crate) fn with(&self, generation: u64, changed: &[ApiRecord]) -> Result<Self, RegistryError> {
        let mut next = self.clone();
        for record in changed {
            next.damages.retain(|damage| damage.mended || !damage.is_of(record.family(), record.version()));
            next.records.insert((record.family().clone(), record.version()), Arc::new(record.clone()));
        }
        let records: Vec<&ApiRecord> = next.records.values().map(|record| &**record).collect();
        let table = Table::build(generation, &records);
        next.table = Arc::new(table.map_err(RegistryError::from)?);
        Ok(next)
    }

    pub(crate) fn find(&self, family: &Family, version: Version) -> Option<&Arc<ApiRecord>> {
        self.records.get(&(family.clone(), version))
    }

    /// The record, or the error that says there is none.
    pub(crate) fn wanted(&self, family: &Family, version: Version) -> Result<&Arc<ApiRecord>, RegistryError> {
        self.find(family, version).ok_or_else(|| RegistryError::Unknown { family: family.clone(), version })
    }

    pub(crate) fn records(&self) -> impl Iterator<Item = &Arc<ApiRecord>> + Clone {
        self.records.values()
    }

    /// The same, with something else wrong.
    pub(crate) fn damaged(&self, damage: Damage) -> Self {
        let mut next = self.clone();
        next.damages.push(damage);
        next
    }

    /// Whether a stored version is not to be believed.
    pub(crate) fn holds_back(&self, family: &Family, version: Version) -> bool {
        self.damages.iter().any(|damage| !damage.mended && damage.is_of(family, version))
    }

    /// The same, with what is damaged answered by another version.
    pub(crate) fn stood_in(&self, family: &Family, version: Version, by: Version) -> Self {
        let mut next = self.clone();
        for damage in next.damages.iter_mut().filter(|damage| !damage.mended && damage.is_of(family, version)) {
            damage.stands_in = Some(by);
        }
        next
    }

    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }
}

impl From<Collision> for RegistryError {
    fn from(collision: Collision) -> Self {
        Self::PathTaken { base_path: collision.base_path, owner: collision.owner }
    }
}
