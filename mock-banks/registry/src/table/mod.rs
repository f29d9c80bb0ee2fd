//! What is live, as one immutable table. A change builds the next one whole and puts it in this one's place; a request holds
//! on to the table it began on, so it never sees half of a change.
//!
//! A table says for a method and path what is to happen ([`Route`]), and every [`LiveApi`] in it carries the headers its
//! state wants on all of its answers.

mod live;
mod notices;
mod route;

pub use live::{LiveApi, Standing};
pub use route::Route;

use std::sync::Arc;

use http::Method;

use crate::definition::{ApiKey, Family, path};
use crate::record::ApiRecord;

/// Everything that is live at one moment.
#[derive(Debug, Clone, Default)]
pub struct Table {
    generation: u64,
    apis: Vec<Arc<LiveApi>>,
}

/// Two APIs that would live in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Collision {
    pub(crate) base_path: String,
    pub(crate) owner: ApiKey,
}

impl Table {
    /// The table of these records: whatever of them is live, and of each major that is over, its last version.
    pub(crate) fn build(generation: u64, records: &[&ApiRecord]) -> Result<Self, Collision> {
        let mut table = Self { generation, apis: Vec::new() };
        for record in last_of_each_major(records) {
            table.add(LiveApi::of(record, records))?;
        }
        Ok(table)
    }

    fn add(&mut self, api: Option<LiveApi>) -> Result<(), Collision> {
        let Some(api) = api else { return Ok(()) };
        let base_path = &api.definition.base_path;
        match self.apis.iter().find(|other| path::overlap(base_path, &other.definition.base_path)) {
            Some(other) => Err(Collision { base_path: base_path.clone(), owner: other.key() }),
            None => {
                self.apis.push(Arc::new(api));
                Ok(())
            }
        }
    }

    /// Counts the changes since the registry was first opened: no two tables of one bank have the same.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// The APIs callers find, and those that are over.
    #[must_use]
    pub fn apis(&self) -> &[Arc<LiveApi>] {
        &self.apis
    }

    /// An API, if it is in the table.
    #[must_use]
    pub fn api(&self, family: &Family, major: u32) -> Option<&Arc<LiveApi>> {
        self.apis.iter().find(|api| api.definition.family == *family && api.definition.version.major == major)
    }

    /// What a request of this method and path (without its query) means.
    #[must_use]
    pub fn find(&self, method: &Method, path: &str) -> Route {
        let below = |api: &Arc<LiveApi>| below(&api.definition.base_path, path).map(|rest| (Arc::clone(api), rest));
        match self.apis.iter().find_map(below) {
            Some((api, rest)) => route::find(api, method, rest),
            None => Route::Nothing,
        }
    }
}

/// The rest of a path below a base. `/a/b` is not below `/a/bc`, nor the other way round.
fn below<'p>(base: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Of each major: the version that is live, or else the newest that is over.
fn last_of_each_major<'a>(records: &[&'a ApiRecord]) -> Vec<&'a ApiRecord> {
    let mut last: Vec<&ApiRecord> = Vec::new();
    for record in records.iter().copied().filter(|record| Standing::of(&record.state).is_some()) {
        let rank = |record: &ApiRecord| (record.state.is_live(), record.version());
        match last.iter_mut().find(|other| other.definition.key() == record.definition.key()) {
            Some(other) if rank(record) > rank(other) => *other = record,
            Some(_) => {}
            None => last.push(record),
        }
    }
    last
}
