//! An API as data: what it is called, where it lives, what it lets an app do, and the OpenAPI document that says so.
//!
//! A definition comes in through [`ApiDefinition::from_json`], which is strict: it is bounded before it is understood, an
//! unknown field is a fault, and what is wrong is listed with the field and what to do ([`DefinitionFaults`]). What has come
//! in is held together by [`check`](self): the document and the operations describe the same requests, and handlers fit what
//! they are asked for. Whether the bank's *answers* fit the document is the testbed's business. A definition is known by the
//! hash of its canonical JSON ([`DefinitionHash`]).

mod canonical;
mod check;
mod document;
mod fault;
mod hash;
mod limits;
mod names;
mod operation;
pub(crate) mod path;
mod strict;

pub use fault::{DefinitionFaults, Fault};
pub use hash::DefinitionHash;
pub use limits::Limits;
pub use names::{ApiKey, Family, NameError, Version};
pub use operation::{Grant, Operation};
pub use path::RESERVED as RESERVED_PATHS;

pub(crate) use canonical::canonical;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where the format is written down, and where a definition lies that is right.
const FORMAT: &str =
    "docs/custom-apis.md says what is in a definition, and mock-banks/examples/spending-1.0.json is one";

/// One version of one API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiDefinition {
    /// Which API.
    pub family: Family,
    /// Which version of it.
    pub version: Version,
    /// What people call it.
    pub title: String,
    /// Where it lives below the bank's origin.
    pub base_path: String,
    /// The OpenAPI 3 document that describes it.
    pub document: Value,
    /// What it lets an app do.
    pub operations: Vec<Operation>,
    /// How much it takes and gives, where an operation says nothing else.
    #[serde(default)]
    pub limits: Limits,
}

impl ApiDefinition {
    /// Reads a definition that somebody sent.
    ///
    /// # Errors
    /// Everything that is wrong with it, as far as it could be understood.
    pub fn from_json(bytes: &[u8]) -> Result<Self, DefinitionFaults> {
        let value = strict::read(bytes)?;
        if !value.is_object() {
            let problem = format!("it is {}, and a definition is one JSON object", kind_of(&value));
            return Err(DefinitionFaults::one("definition", problem, FORMAT));
        }
        let definition: Self = serde_path_to_error::deserialize(value).map_err(|error| {
            let field = match error.path().to_string() {
                path if path == "." => "definition".to_owned(),
                path => path,
            };
            DefinitionFaults::one(field, error.inner().to_string(), FORMAT)
        })?;
        definition.check()?;
        Ok(definition)
    }

    /// Whether the definition holds together. [`from_json`](Self::from_json) asks this of whatever it reads; a definition
    /// that was put together in code is asked when it is drafted.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn check(&self) -> Result<(), DefinitionFaults> {
        check::check(self)
    }

    /// One text for one definition: the same for everybody who reads it, in whatever order it was written.
    #[must_use]
    pub fn canonical_json(&self) -> String {
        // Every part is plain data with text for keys, which can always be written.
        canonical(self).unwrap_or_default()
    }

    /// The hash of the canonical text.
    #[must_use]
    pub fn hash(&self) -> DefinitionHash {
        DefinitionHash::of(self.canonical_json().as_bytes())
    }

    /// What owns the base path.
    #[must_use]
    pub fn key(&self) -> ApiKey {
        ApiKey { family: self.family.clone(), major: self.version.major }
    }

    /// An operation by its name.
    #[must_use]
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The limits of an operation: its own, or else the API's.
    #[must_use]
    pub fn limits_of(&self, operation: &Operation) -> Limits {
        operation.limits.unwrap_or(self.limits)
    }
}

/// What a value is, in the words of JSON.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
