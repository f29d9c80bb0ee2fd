//! UK Open Banking Read/Write v4.0, account information.
//!
//! [`Operation`] names what the standard lets an app do. [`decode`] reads the request's parameters into a core question,
//! [`encode`] writes the answer as the standard's resource, cut down to what the [`Permissions`] allow and to what the
//! bank's temper fills in. [`consent`] is the consent resource, which no core knows about. Whatever goes wrong is a
//! [`UkError`], and one table turns it into the standard's status and error body.

pub mod consent;
pub mod decode;
pub mod encode;
mod error;
mod links;
mod operation;
mod page;
mod permission;
mod query_date;

pub use error::{ErrorCode, UkError, error_body};
pub use operation::Operation;
pub use permission::{Permission, Permissions, PermissionsError};

/// Where this API lives below a bank's origin.
pub const BASE_PATH: &str = "/open-banking/v4.0/aisp";
