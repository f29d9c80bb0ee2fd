//! One version of an API as the registry knows it.

use std::sync::Arc;

use moa_kernel::Timestamp;

use crate::definition::{ApiDefinition, DefinitionHash, Family, Version};
use crate::report::ReportId;
use crate::state::State;

/// One version of an API: its definition, how it stands, and who said so.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiRecord {
    /// What it is.
    pub definition: Arc<ApiDefinition>,
    /// The hash of the definition.
    pub hash: DefinitionHash,
    /// How it stands.
    pub state: State,
    /// The newest report about it, whatever it says and whichever of its revisions it speaks of.
    pub report: Option<ReportId>,
    /// How often it was drafted: 1, 2, …
    pub revision: u32,
    /// Whether it came with the program. Such a definition is trusted by its hash and needs no report.
    pub shipped: bool,
    /// Who drafted it first.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// The audit record of the last change.
    pub(crate) audited: u64,
}

impl ApiRecord {
    /// Which API.
    #[must_use]
    pub fn family(&self) -> &Family {
        &self.definition.family
    }

    /// In which version.
    #[must_use]
    pub fn version(&self) -> Version {
        self.definition.version
    }
}
