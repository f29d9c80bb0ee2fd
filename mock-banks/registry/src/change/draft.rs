//! Drafting: a new version begins, or one that is not live yet is edited.

use std::sync::Arc;

use super::{Step, refused};
use crate::definition::{ApiDefinition, path};
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::registry::Registry;
use crate::state::State;

/// Versions of APIs that one bank keeps, those that are over among them.
const RECORDS_MAX: usize = 500;

impl Registry {
    /// Keeps a definition as a draft: a new version, or the next revision of one that never went live. Whatever report
    /// there was speaks of the revision before and is worth nothing for this one.
    ///
    /// # Errors
    /// When it makes no sense, its path belongs to another API, its version has been live, or it is being verified.
    pub fn draft(&self, definition: ApiDefinition, actor: &str) -> Result<ApiRecord, RegistryError> {
        definition.check()?;
        let definition = Arc::new(definition);
        self.change(actor, |desk| {
            let (family, version) = (&definition.family, definition.version);
            let former = desk.shelf.find(family, version);
            let state = former.map_or(Ok(State::Draft), |record| record.state.edited().map_err(refused(record)))?;
            if former.is_none() && desk.shelf.len() >= RECORDS_MAX {
                return Err(RegistryError::TooMany(RECORDS_MAX));
            }
            // Asked again when it is published: another may have taken the path by then.
            for api in desk.shelf.table.apis() {
                let taken = path::overlap(&definition.base_path, &api.definition.base_path);
                if taken && api.key() != definition.key() {
                    let (base_path, owner) = (definition.base_path.clone(), api.key());
                    return Err(RegistryError::PathTaken { base_path, owner });
                }
            }
            Ok(vec![drafted(&definition, former.map(|record| &**record), state, actor, desk)?])
        })
    }
}

/// The next revision of a record, or the first.
pub(super) fn drafted(
    definition: &Arc<ApiDefinition>,
    former: Option<&ApiRecord>,
    state: State,
    actor: &str,
    desk: &super::Desk<'_>,
) -> Result<Step, RegistryError> {
    let text = definition.canonical_json();
    let bank = desk.bank.id().as_str();
    let record = ApiRecord {
        definition: Arc::clone(definition),
        hash: definition.hash(),
        state,
        report: former.and_then(|record| record.report.clone()),
        // Asked of the database, because a damaged record has revisions as well.
        revision: crate::store::revisions::next(desk.transaction, bank, &definition.family, definition.version)?,
        shipped: false,
        created_by: former.map_or(actor, |record| &record.created_by).to_owned(),
        created_at: former.map_or(desk.at, |record| record.created_at),
        changed_at: desk.at,
        audited: 0,
    };
    Ok(Step { record, action: "api.draft", facts: serde_json::json!({}), text: Some(text) })
}
