//! The live registry of a bank's APIs: added, changed and ended while the bank serves traffic.
//!
//! An API is data, an [`ApiDefinition`]: an OpenAPI document, a family and version, operations and what answers each. A
//! [`Registry`] keeps a bank's definitions with their [`State`]; every change is one method (`draft` → `submit` →
//! `begin_verifying` → `keep_report` → `publish` → `deprecate` → `retire`, and `block`/`unblock`) that is one database
//! transaction together with its audit record. What is live is one immutable [`Table`], built whole and swapped whole: a
//! request takes [`Registry::table`] once and finishes on it.
//!
//! Nothing goes live without a report of the testbed about exactly that definition (by its hash). Three guards hold that,
//! each without trusting the others: the registry's own methods, triggers in the database, and the audit chain, with which
//! [`Registry::witness`] is compared. Definitions that come with the program ([`shipped`]) enter by the same door and are
//! trusted by their hash, because whoever could change them could change the program.

mod change;
mod damage;
mod definition;
mod error;
mod record;
mod registry;
mod report;
mod shelf;
mod shipped;
mod state;
mod store;
mod table;
mod witness;

pub use damage::Damage;
pub use definition::{
    ApiDefinition, ApiKey, DefinitionFaults, DefinitionHash, Family, Fault, Grant, Limits, NameError, Operation,
    RESERVED_PATHS, Version,
};
pub use error::RegistryError;
pub use record::ApiRecord;
pub use registry::Registry;
pub use report::{NotAReportId, ReportId, StoredReport};
pub use shipped::{platform, shipped, uk_account_information};
pub use state::{Refusal, State};
pub use table::{LiveApi, Route, Standing, Table};
pub use witness::{Disagreement, Witness};
