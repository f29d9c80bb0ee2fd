//! What a method and path mean. A table is small, so looking through it is enough.

use std::sync::Arc;

use http::Method;

use super::live::{LiveApi, LiveRoute, Segment, Standing};
use crate::definition::{Limits, Operation};

/// What a request means. It owns what it names, so that it can travel with the request.
#[derive(Debug, Clone)]
pub enum Route {
    /// An operation.
    Found {
        /// The API it belongs to.
        api: Arc<LiveApi>,
        /// Which one.
        operation: Arc<Operation>,
        /// The limits it is held to.
        limits: Limits,
        /// The value in its path, as it was written, where the template has a parameter.
        id: Option<String>,
    },
    /// There is such a path, but not with this method.
    OtherMethod {
        /// Whose path it is.
        api: Arc<LiveApi>,
        /// The methods it has, as the `Allow` header lists them.
        allow: String,
    },
    /// The API has no such path.
    NoSuchPath {
        /// The API.
        api: Arc<LiveApi>,
    },
    /// The API was blocked.
    Blocked {
        /// The API.
        api: Arc<LiveApi>,
        /// Why, in words that callers are shown.
        reason: String,
    },
    /// The API is over.
    Gone {
        /// The API, as it was last.
        api: Arc<LiveApi>,
        /// Why, in words that callers are shown.
        because: String,
    },
    /// No API lives there.
    Nothing,
}

impl Route {
    /// The API a request came to, whatever it found there.
    #[must_use]
    pub const fn api(&self) -> Option<&Arc<LiveApi>> {
        match self {
            Self::Found { api, .. }
            | Self::OtherMethod { api, .. }
            | Self::NoSuchPath { api }
            | Self::Blocked { api, .. }
            | Self::Gone { api, .. } => Some(api),
            Self::Nothing => None,
        }
    }

    /// Where a request came to, in the API's own words: for a log, in which the path as it was written would leave ids.
    #[must_use]
    pub fn template(&self) -> String {
        let base = self.api().map(|api| api.definition.base_path.as_str());
        match self {
            Self::Found { operation, .. } => format!("{}{}", base.unwrap_or_default(), operation.path),
            _ => base.unwrap_or("none").to_owned(),
        }
    }
}

/// Looks `path` (below the base) up in an API.
pub(super) fn find(api: Arc<LiveApi>, method: &Method, path: &str) -> Route {
    match &api.standing {
        Standing::Open => {}
        Standing::Blocked { reason } => return Route::Blocked { reason: reason.clone(), api },
        Standing::Gone { because, .. } => return Route::Gone { because: because.clone(), api },
    }
    let mut allow: Vec<&str> = Vec::new();
    for route in &api.routes {
        let Some(id) = route.matches(path) else { continue };
        if route.operation.method == *method {
            let (operation, limits) = (Arc::clone(&route.operation), route.limits);
            let id = id.map(str::to_owned);
            return Route::Found { api, operation, limits, id };
        }
        allow.push(route.operation.method.as_str());
    }
    if allow.is_empty() {
        return Route::NoSuchPath { api };
    }
    allow.sort_unstable();
    allow.dedup();
    let allow = allow.join(", ");
    Route::OtherMethod { api, allow }
}

impl LiveRoute {
    /// Whether a path fits, and the value it has where the template has a parameter.
    #[allow(clippy::option_option, reason = "the outer says whether it fits, the inner whether there is a value")]
    fn matches<'p>(&self, path: &'p str) -> Option<Option<&'p str>> {
        let mut parts = path.strip_prefix('/')?.split('/');
        let mut value = None;
        for segment in &self.segments {
            let part = parts.next()?;
            match segment {
                Segment::Parameter if part.is_empty() => return None,
                Segment::Parameter => value = Some(part),
                Segment::Word(word) if word == part => {}
                Segment::Word(_) => return None,
            }
        }
        parts.next().is_none().then_some(value)
    }
}
