//! One API in a table, ready to be asked.

use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use moa_bank_processing::Handler;
use moa_kernel::Timestamp;
use tracing::error;

use super::notices;
use crate::definition::{ApiDefinition, ApiKey, DefinitionHash, Limits, Operation};
use crate::record::ApiRecord;
use crate::state::State;

/// What callers notice of a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It answers.
    Open,
    /// It answers nothing, for a reason that is told.
    Blocked {
        /// Why.
        reason: String,
    },
    /// It is over.
    Gone {
        /// Since when.
        at: Timestamp,
        /// Why.
        because: String,
    },
}

impl Standing {
    /// What callers notice; nothing of what has never been published.
    pub(super) fn of(state: &State) -> Option<Self> {
        match state {
            State::Draft | State::Submitted | State::Verifying | State::Verified { .. } => None,
            State::Published { .. } | State::Deprecated { .. } => Some(Self::Open),
            State::Blocked { reason, .. } => Some(Self::Blocked { reason: reason.clone() }),
            State::Retired { at, because, .. } => Some(Self::Gone { at: *at, because: because.clone() }),
        }
    }
}

/// One API as callers find it.
#[derive(Debug, Clone)]
pub struct LiveApi {
    /// What it is.
    pub definition: Arc<ApiDefinition>,
    /// The hash of the definition.
    pub hash: DefinitionHash,
    /// How it stands.
    pub state: State,
    /// What callers notice of that.
    pub standing: Standing,
    /// What its state wants on every answer: `Deprecation`, `Sunset`, `Link`.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) routes: Vec<LiveRoute>,
}

/// One operation, its path taken apart.
#[derive(Debug, Clone)]
pub(super) struct LiveRoute {
    pub(super) operation: Arc<Operation>,
    pub(super) limits: Limits,
    pub(super) segments: Vec<Segment>,
}

/// A part of a path. The order is the one in which two routes of the same length are tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Segment {
    Word(String),
    Parameter,
}

impl LiveApi {
    /// A record as callers find it, if they find it at all.
    pub(super) fn of(record: &ApiRecord, all: &[&ApiRecord]) -> Option<Self> {
        let standing = Standing::of(&record.state)?;
        let headers = notices::headers(record, all);
        let definition = Arc::clone(&record.definition);
        let mut routes: Vec<_> = definition.operations.iter().map(|it| LiveRoute::of(&definition, it)).collect();
        // A word is meant before a parameter, as OpenAPI wants it.
        routes.sort_by(|one, other| one.segments.cmp(&other.segments));
        Some(Self { definition, hash: record.hash, state: record.state.clone(), standing, headers, routes })
    }

    /// Which API this is, in which major version.
    #[must_use]
    pub fn key(&self) -> ApiKey {
        self.definition.key()
    }
}

impl LiveRoute {
    fn of(definition: &ApiDefinition, operation: &Operation) -> Self {
        let segments = operation.path.trim_start_matches('/').split('/');
        let segment =
            |part: &str| if part.starts_with('{') { Segment::Parameter } else { Segment::Word(part.to_owned()) };
        let (operation, limits) = (Arc::new(operation.clone()), definition.limits_of(operation));
        if let Handler::Recipe(recipe) = &*operation.handler
            && let Err(fault) = recipe.parse()
        {
            // It was tried when it was drafted. One that fails all the same fails its calls, and not its table.
            error!(
                family = %definition.family,
                version = %definition.version,
                operation = operation.id,
                %fault,
                "a recipe's template cannot be parsed"
            );
        }
        Self { operation, limits, segments: segments.map(segment).collect() }
    }
}
