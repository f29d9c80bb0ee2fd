//! What was found damaged when the registry was opened. It never stops a start: it is logged, listed, and the rest goes on.

use crate::definition::{Family, Version};

/// One stored API that is not as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The family, as far as it can be read.
    pub family: String,
    /// The version, as far as it can be read.
    pub version: String,
    /// What is wrong with it.
    pub problem: String,
    /// Whether the last good copy of the same definition took its place: the API answers then as if nothing had happened.
    pub mended: bool,
    /// The version that answers in its place, because its own definition is lost.
    pub stands_in: Option<Version>,
}

impl Damage {
    pub(crate) fn is_of(&self, family: &Family, version: Version) -> bool {
        self.family == family.as_str() && self.version == version.to_string()
    }
}
