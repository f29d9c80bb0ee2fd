//! The end of an API. Its path stays its own: whoever still calls is told that it is over, and never reaches another API.

use crate::definition::{Family, Version};
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::registry::Registry;

impl Registry {
    /// Ends a live API, blocked or not, deprecated or not. `because` is shown to callers.
    ///
    /// # Errors
    /// When it is not live, or `because` cannot be shown.
    pub fn retire(
        &self,
        family: &Family,
        version: Version,
        because: &str,
        actor: &str,
    ) -> Result<ApiRecord, RegistryError> {
        self.step((family, version), actor, "api.retire", |state, at| state.retired(at, because))
    }
}
