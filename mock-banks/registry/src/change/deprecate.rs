//! Saying that an API will end, and what takes its place.

use moa_kernel::Timestamp;

use super::{Step, refused};
use crate::definition::{Family, Version};
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::registry::Registry;
use crate::state::{Refusal, State};

impl Registry {
    /// Announces the end of a published API. It goes on answering, and from the next answer on says when it ends
    /// (`Deprecation`, `Sunset`) and where to go (`Link`). Nothing happens at the sunset by itself: a person retires it.
    ///
    /// # Errors
    /// When it is not published, the sunset has passed, or the successor is not a published version of another major.
    pub fn deprecate(
        &self,
        family: &Family,
        version: Version,
        sunset: Timestamp,
        successor: Option<Version>,
        actor: &str,
    ) -> Result<ApiRecord, RegistryError> {
        self.change(actor, |desk| {
            let record = desk.shelf.wanted(family, version)?;
            let state = record.state.deprecated(desk.at, sunset, successor).map_err(refused(record))?;
            if let Some(successor) = successor {
                let published =
                    desk.shelf.find(family, successor).is_some_and(|it| matches!(it.state, State::Published { .. }));
                if !published || successor.major == version.major {
                    return Err(refused(record)(Refusal::NoSuccessor));
                }
            }
            Ok(vec![Step::to(record, state, "api.deprecate")])
        })
    }
}
