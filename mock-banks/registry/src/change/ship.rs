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
use crate::store::Lost;

/// Who signs for what the program does by itself.
pub(super) const PLATFORM: &str = "platform";

impl Registry {
    /// Registers the definitions that came with the program and are not registered as they are. A lost one is registered in
    /// the state it had; one whose row is not to be believed is held back like any other.
    pub(crate) fn ship(&self, builtin: &[Arc<ApiDefinition>], lost: &[Lost]) -> Result<(), RegistryError> {
        for definition in builtin {
            let shelf = self.shelf();
            let known = shelf.find(&definition.family, definition.version);
            let left = lost.iter().find(|it| it.is_of(definition));
            let settled = match (known, left) {
                (Some(record), _) => is_settled(record, definition),
                (None, Some(left)) => !left.shipped || !left.state.is_live(),
                (None, None) => shelf.holds_back(&definition.family, definition.version),
            };
            if settled {
                continue;
            }
            match self.ship_one(definition, left) {
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

    fn ship_one(&self, definition: &Arc<ApiDefinition>, left: Option<&Lost>) -> Result<ApiRecord, RegistryError> {
        self.change(PLATFORM, |desk| {
            let known = desk.shelf.find(&definition.family, definition.version).map(|record| &**record);
            let before = known.map(|record| &record.state).or(left.map(|left| &left.state));
            let state = before.cloned().unwrap_or(State::Published { at: desk.at });
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
        warn!(
            family = %definition.family,
            version = %definition.version,
            %error,
            "a definition of the program's is not registered"
        );
        let (family, version) = (definition.family.to_string(), definition.version.to_string());
        let damage = Damage { family, version, problem: error.to_string(), mended: false, stands_in: None };
        self.put_up(self.shelf().damaged(damage));
    }
}

/// Whether there is nothing to do: it is registered with this text, or somebody has taken it in hand since.
fn is_settled(record: &ApiRecord, definition: &ApiDefinition) -> bool {
    !record.shipped || !record.state.is_live() || record.hash == definition.hash()
}
