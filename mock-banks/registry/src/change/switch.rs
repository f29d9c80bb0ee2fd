//! The kill switch: off from the next request on, and on again.

use crate::definition::{Family, Version};
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::registry::Registry;

impl Registry {
    /// Blocks a live API: it answers nothing but that it is blocked, and `reason`.
    ///
    /// # Errors
    /// When it is not live or blocked already, or `reason` cannot be shown.
    pub fn block(
        &self,
        family: &Family,
        version: Version,
        reason: &str,
        actor: &str,
    ) -> Result<ApiRecord, RegistryError> {
        self.step((family, version), actor, "api.block", |state, at| state.blocked(at, reason))
    }

    /// Lets a blocked API answer again, in the state it was in.
    ///
    /// # Errors
    /// When it is not blocked.
    pub fn unblock(&self, family: &Family, version: Version, actor: &str) -> Result<ApiRecord, RegistryError> {
        self.step((family, version), actor, "api.unblock", |state, _| state.unblocked())
    }
}
