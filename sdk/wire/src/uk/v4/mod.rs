//! Account information, version 4.0 (Update 4). One file per resource, fields as the official OpenAPI file has them:
//! what it requires is required here, what it leaves open is an `Option`.
//!
//! A list is generic over its items: `Envelope<Transactions>` reads every record, `Envelope<Transactions<Raw>>` keeps each as
//! its text so that one odd record does not spoil its page.

pub mod accounts;
mod address;
mod agent;
mod amount;
pub mod balances;
pub mod beneficiaries;
pub mod consents;
pub mod direct_debits;
mod envelope;
pub mod errors;
mod identification;
mod mandate;
pub mod party;
mod remittance;
pub mod scheduled_payments;
pub mod standing_orders;
pub mod transactions;

pub use address::PostalAddress;
pub use agent::{Agent, CounterAccount, Proxy, RequiredAgent, UltimateParty};
pub use amount::{ActiveAmount, CreditDebit};
pub use envelope::{Envelope, Links, Meta, Risk};
pub use identification::Identification;
pub use mandate::{Frequency, MandateRelatedInformation, MandateStatus};
pub use remittance::{
    CreditorReferenceInformation, ReferredDocumentInformation, RemittanceInformation, StructuredRemittance,
};
