//! Changes: each is planned on the shelf as it is, kept with its audit record in one transaction, and put up whole.
//!
//! The next table is built inside the transaction, so what cannot be served is never kept; and it is put up after the
//! transaction, so what is served is always kept. A program that ends in between finds the new state at its next start.

mod deprecate;
mod draft;
mod publish;
mod retire;
mod ship;
mod stand_in;
mod switch;
mod verify;

use moa_bank_core::Bank;
use moa_bank_core::audit::{self, NewRecord};
use moa_kernel::Timestamp;
use rusqlite::Transaction;
use serde_json::{Value, json};

use crate::definition::{Family, Version};
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::registry::Registry;
use crate::shelf::Shelf;
use crate::state::{Refusal, State};
use crate::store;

const ACTOR_CHARS_MAX: usize = 120;

/// What a change is planned on.
pub(crate) struct Desk<'a> {
    pub(crate) shelf: &'a Shelf,
    pub(crate) bank: &'a Bank,
    pub(crate) transaction: &'a Transaction<'a>,
    pub(crate) at: Timestamp,
}

/// One record's change: what it becomes, and what the audit says of it.
pub(crate) struct Step {
    record: ApiRecord,
    action: &'static str,
    facts: Value,
    /// The text of a definition that is new.
    text: Option<String>,
}

impl Step {
    /// A record in another state.
    fn to(record: &ApiRecord, state: State, action: &'static str) -> Self {
        let record = ApiRecord { state, ..record.clone() };
        Self { record, action, facts: json!({}), text: None }
    }

    /// Something more for the audit to say.
    fn saying(mut self, name: &str, fact: impl Into<Value>) -> Self {
        if let Value::Object(facts) = &mut self.facts {
            facts.insert(name.to_owned(), fact.into());
        }
        self
    }
}

impl Registry {
    /// Makes a change. The record of the last step is the answer.
    fn change(
        &self,
        actor: &str,
        plan: impl FnOnce(&Desk<'_>) -> Result<Vec<Step>, RegistryError>,
    ) -> Result<ApiRecord, RegistryError> {
        let named =
            !actor.is_empty() && actor.chars().count() <= ACTOR_CHARS_MAX && !actor.chars().any(char::is_control);
        if !named {
            return Err(RegistryError::Actor);
        }
        let _turn = self.turn();
        let (shelf, bank) = (self.shelf(), &self.inside.bank);
        let (next, last) = bank.database().write(|transaction| {
            let desk = Desk { shelf: &shelf, bank, transaction, at: bank.now() };
            let steps = plan(&desk)?;
            let kept = steps.into_iter().map(|step| desk.keep(actor, step)).collect::<Result<Vec<_>, _>>()?;
            let generation = store::next_generation(transaction, bank.id().as_str())?;
            let next = shelf.with(generation, &kept)?;
            let last = kept.into_iter().next_back().ok_or(RegistryError::Tampered("change"))?;
            Ok::<_, RegistryError>((next, last))
        })?;
        self.put_up(next);
        Ok(last)
    }

    /// Makes a change to one record's state and nothing else.
    fn step(
        &self,
        (family, version): (&Family, Version),
        actor: &str,
        action: &'static str,
        change: impl FnOnce(&State, Timestamp) -> Result<State, Refusal>,
    ) -> Result<ApiRecord, RegistryError> {
        self.change(actor, |desk| {
            let record = desk.shelf.wanted(family, version)?;
            let state = change(&record.state, desk.at).map_err(refused(record))?;
            Ok(vec![Step::to(record, state, action)])
        })
    }
}

impl Desk<'_> {
    /// Keeps one step: audit record, revision, row.
    fn keep(&self, actor: &str, step: Step) -> Result<ApiRecord, RegistryError> {
        let (bank, mut record) = (self.bank.id().as_str(), step.record);
        let subject = store::subject(record.family(), record.version());
        let facts = store::facts(&record, step.facts)?;
        let audited = NewRecord { actor: actor.to_owned(), action: step.action.to_owned(), subject, facts };
        let audited = audit::append(self.transaction, self.bank, audited)?.sequence;
        let before = self.shelf.find(record.family(), record.version());
        record.audited = audited;
        record.changed_at = self.at;
        if let Some(text) = step.text {
            store::revisions::add(self.transaction, bank, &record, &text, actor)?;
        }
        store::apis::put(self.transaction, bank, &record, before.map(|before| &**before))?;
        if record.state.is_live() {
            store::revisions::copy(self.transaction, bank, &record)?;
        }
        Ok(record)
    }
}

/// A refusal, with the record it is about.
fn refused(record: &ApiRecord) -> impl FnOnce(Refusal) -> RegistryError {
    let (family, version, state) = (record.family().clone(), record.version(), record.state.word());
    move |refusal| RegistryError::Refused { family, version, state, refusal }
}
