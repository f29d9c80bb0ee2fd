//! Why the registry does not do what it was asked. Each sentence is for the person who asked.

use moa_bank_core::state::StateError;

use crate::definition::{ApiKey, DefinitionFaults, DefinitionHash, Family, Version};
use crate::report::ReportId;
use crate::state::Refusal;

/// Why the registry does not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// The definition makes no sense.
    #[error(transparent)]
    Definition(#[from] DefinitionFaults),
    /// There is no such API.
    #[error("there is no API `{family}` in version {version}")]
    Unknown {
        /// Which family was asked for.
        family: Family,
        /// Which version of it.
        version: Version,
    },
    /// Its state does not allow the change.
    #[error("`{family}` {version} is {}: {refusal}", adjective(state))]
    Refused {
        /// Which family.
        family: Family,
        /// Which version of it.
        version: Version,
        /// How it stands.
        state: &'static str,
        /// Why not.
        refusal: Refusal,
    },
    /// Another API lives there.
    #[error("the path {base_path} belongs to `{owner}`: choose one that neither begins with it nor leads to it")]
    PathTaken {
        /// The path that was asked for.
        base_path: String,
        /// Whose it is.
        owner: ApiKey,
    },
    /// A minor version may not move.
    #[error(
        "version {live} of the same major lives at {base_path}, and callers know it there: keep the path, or take a new major"
    )]
    PathMoved {
        /// The version that is live.
        live: Version,
        /// Where it lives.
        base_path: String,
    },
    /// A newer version is live, or was.
    #[error("version {newest} has been published: a version only goes forward")]
    Older {
        /// The newest version of this major that was published.
        newest: Version,
    },
    /// The version's definition is not the one that was meant.
    #[error("its definition is another one by now ({now}): somebody edited it since you looked")]
    AnotherDefinition {
        /// What it is now.
        now: DefinitionHash,
    },
    /// No report speaks of this definition.
    #[error("no report speaks of this definition (by its hash): submit it and let the testbed have a look")]
    NoReport,
    /// The newest report about this definition found something.
    #[error("report {0} found something wrong with it")]
    ReportFailed(ReportId),
    /// The report speaks of another definition.
    #[error("report {0} speaks of another definition: it was edited since")]
    ReportStale(ReportId),
    /// Another version went live after the testbed had begun to look at this one.
    #[error(
        "its report does not compare it with {live}, which went live since: draft it again and let the testbed look"
    )]
    ReportOvertaken {
        /// The version that is live.
        live: Version,
    },
    /// The report's hash is not its hash, or the audit chain does not know it.
    #[error("report {0} was not written by the testbed: the audit chain does not know it as it is")]
    ReportForged(ReportId),
    /// There is a report of this id already.
    #[error("there is a report {0} already")]
    ReportKnown(ReportId),
    /// A report is too large.
    #[error("a report may not be larger than {0} bytes")]
    ReportTooLarge(usize),
    /// There are enough APIs.
    #[error("there are {0} versions of APIs already: this is all a bank keeps")]
    TooMany(usize),
    /// An actor's name cannot be written down.
    #[error("an actor is named in one to 120 characters on one line")]
    Actor,
    /// What is stored is not what this registry stored.
    #[error("the stored {0} was changed by somebody else: run the audit's verification")]
    Tampered(&'static str),
    /// The state could not be used.
    #[error("the registry's state cannot be used")]
    State(#[from] StateError),
}

/// A state after `is`. One of the words is a noun.
fn adjective(state: &'static str) -> &'static str {
    if state == "draft" { "a draft" } else { state }
}
