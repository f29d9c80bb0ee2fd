//! One thing an API lets an app do, with everything the gateway has to know about it.

use std::sync::Arc;

use http::Method;
use moa_bank_processing::Handler;
use moa_bank_processing::codec::uk::Permission;
use serde::{Deserialize, Serialize};

use super::Limits;

/// Which kind of token an operation wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grant {
    /// The app's own (client credentials).
    App,
    /// A customer's (authorisation code).
    Customer,
}

/// One row of a definition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// Its name: the document's `operationId`. Used in logs and explanations.
    pub id: String,
    /// The method.
    #[serde(with = "method")]
    pub method: Method,
    /// The path below the base, with `{AccountId}` and the like in place of a value.
    pub path: String,
    /// Which kind of token opens it.
    pub grant: Grant,
    /// The scope the token needs.
    pub scope: String,
    /// Permissions of which the consent needs at least one; none for an app's own operations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<Permission>,
    /// What answers it.
    pub handler: Arc<Handler>,
    /// Other limits than the API's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// Whether a repeated request with the same `x-idempotency-key` is answered as the first was.
    #[serde(default)]
    pub idempotent: bool,
}

mod method {
    use super::{Deserialize, Method};
    use serde::{Deserializer, Serializer, de::Error as _};

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands the field over so")]
    pub(super) fn serialize<S: Serializer>(method: &Method, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(method.as_str())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Method, D::Error> {
        let text = String::deserialize(from)?;
        let known = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
        let wanted = "one of GET, POST, PUT, PATCH and DELETE";
        known.into_iter().find(|method| method.as_str() == text).ok_or_else(|| D::Error::custom(wanted))
    }
}
