//! What the audit log says about a consent: who changed it, to what, and for whom. Which accounts were shared stays in the
//! consent itself: the log outlives it.

use moa_kernel::{ClientId, CustomerId};
use rusqlite::Transaction;
use serde_json::json;

use super::{Consent, ConsentState};
use crate::Bank;
use crate::audit::{self, NewRecord};
use crate::state::StateError;

/// Who changes a consent.
pub(super) enum By<'a> {
    /// The app that asked for it.
    App(&'a ClientId),
    /// The customer.
    Customer(&'a CustomerId),
    /// Whoever sits before the bank's pages: a no is taken from anybody.
    Pages,
    /// An operator of the bank.
    Operator { name: &'a str, reason: &'a str },
}

/// Writes down what a consent has become.
pub(super) fn record(t: &Transaction<'_>, bank: &Bank, consent: &Consent, by: &By<'_>) -> Result<(), StateError> {
    let action = match consent.state {
        ConsentState::Awaiting => "consent.ask",
        ConsentState::Authorised { .. } => "consent.authorise",
        ConsentState::Rejected { .. } => "consent.reject",
        ConsentState::Revoked { .. } => "consent.revoke",
        ConsentState::Expired { .. } => "consent.expire",
        ConsentState::Deleted { .. } => "consent.delete",
    };
    let actor = match by {
        By::App(client) => format!("app:{client}"),
        By::Customer(customer) => format!("customer:{customer}"),
        By::Pages => "pages".to_owned(),
        By::Operator { name, .. } => (*name).to_owned(),
    };
    let mut facts = json!({ "app": consent.client });
    if let Some(facts) = facts.as_object_mut() {
        if let Some(customer) = consent.customer() {
            facts.insert("customer".to_owned(), json!(customer));
        }
        if let By::Operator { reason, .. } = by {
            facts.insert("reason".to_owned(), json!(reason));
        }
    }
    audit::append(t, bank, NewRecord::new(actor, action, consent.id.as_str()).facts(facts)).map(drop)
}

/// Writes down that consents nobody answered were forgotten.
pub(super) fn record_sweep(transaction: &Transaction<'_>, bank: &Bank, count: usize) -> Result<(), StateError> {
    let new = NewRecord::new("platform", "consent.forget", "unanswered").facts(json!({ "count": count }));
    audit::append(transaction, bank, new).map(drop)
}
