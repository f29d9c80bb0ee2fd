//! What comes with the program is registered at the first start, and again when a newer program brings another text.

use std::sync::Arc;

use tracing::warn;

use super::{Step, draft, publish};
use crate::damage::Damage;
use crate::definition::ApiDefinition;
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::registry::Registry;
use crate::state::State;

/// Who signs for what the program does by itself.
pub(super) const PLATFORM: &str = "platform";

impl Registry {
    /// Registers the definitions that came with the program and are not registered as they are.
    pub(crate) fn ship(&self, builtin: &[Arc<ApiDefinition>]) -> Result<(), RegistryError> {
        for definition in builtin {
            let known = self.shelf().find(&definition.family, definition.version).cloned();
            if known.is_some_and(|record| is_settled(&record, definition)) {
                continue;
            }
            match self.ship_one(definition) {
                Ok(_) => {}
                // Somebody published a newer version here, or took the path: theirs stays, and the start goes on.
                Err(
                    error @ (RegistryError::Older { .. }
                    | RegistryError::PathTaken { .. }
                    | RegistryError::PathMoved { .. }),
                ) => {
                    self.cannot_ship(definition, &error);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn ship_one(&self, definition: &Arc<ApiDefinition>) -> Result<ApiRecord, RegistryError> {
        self.change(PLATFORM, |desk| {
            let known = desk.shelf.find(&definition.family, definition.version).map(|record| &**record);
            let state = known.map_or(State::Published { at: desk.at }, |record| record.state.clone());
            let mut step = draft::drafted(definition, known, state, PLATFORM, desk)?;
            (step.record.shipped, step.action) = (true, "api.ship");
            let former = publish::former(desk, &step.record)?.filter(|it| it.version() != definition.version);
            let over = former.map(|former| {
                let over = former.state.replaced(desk.at, definition.version).map_err(super::refused(former))?;
                Ok::<_, RegistryError>(Step::to(former, over, "api.replace"))
            });
            Ok(over.transpose()?.into_iter().chain([step]).collect())
        })
    }

    fn cannot_ship(&self, definition: &ApiDefinition, error: &RegistryError) {
        warn!(family = %definition.family, version = %definition.version, %error, "a definition of the program's is not registered");
        let (family, version) = (definition.family.to_string(), definition.version.to_string());
        let damage = Damage { family, version, problem: error.to_string(), mended: false };
        self.put_up(self.shelf().damaged(damage));
    }
}

/// Whether there is nothing to do: it is registered with this text, or somebody has taken it in hand since.
fn is_settled(record: &ApiRecord, definition: &ApiDefinition) -> bool {
    !record.shipped || !record.state.is_live() || record.hash == definition.hash()
}
