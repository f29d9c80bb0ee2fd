//! What the audit chain must agree with. The chain says what was done, the tables say how things stand: whoever changes one
//! without the other is found here, and whoever changes the chain is found by the chain's own verification.

use std::collections::BTreeSet;

use moa_bank_core::audit::PAGE_MAX;
use moa_bank_core::state::StateError;
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use crate::definition::{DefinitionHash, Version};
use crate::error::RegistryError;
use crate::registry::Registry;
use crate::store::{apis, reports, revisions};

/// One thing that stands in the tables now: the newest audit record about `subject` has to say at least these facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// What it is about, as the audit calls it.
    pub subject: String,
    /// What its newest record has to say.
    pub facts: Map<String, Value>,
}

/// One thing in which tables and chain differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// What it is about, as the audit calls it.
    pub subject: String,
    /// In what they differ.
    pub why: String,
}

impl Registry {
    /// What stands in the tables now, worked out afresh: hashes are those of the texts as they are stored.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn witness(&self) -> Result<Vec<Witness>, RegistryError> {
        let bank = self.inside.bank.id().as_str();
        self.inside.bank.database().read(|connection| Ok::<_, RegistryError>(witness(connection, bank)?))
    }

    /// Compares the tables with the audit chain, each way. Reads the whole chain: call it where blocking is allowed, and
    /// beside the chain's own verification.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn compare(&self) -> Result<Vec<Disagreement>, RegistryError> {
        let (bank, witnesses) = (&self.inside.bank, self.witness()?);
        let differ = |subject: &str, why: &str| Disagreement { subject: subject.to_owned(), why: why.to_owned() };
        let mut found = Vec::new();
        for witness in &witnesses {
            let newest = bank.database().read(|connection| bank.audit().about(connection, &witness.subject, 1));
            let why = match newest {
                // One that nobody sealed, for instance.
                Err(StateError::Unreadable(_)) => Some("its audit record cannot be read"),
                Err(error) => return Err(error.into()),
                Ok(records) => match records.first() {
                    None => Some("the audit chain does not know it"),
                    Some(record) => {
                        let said = witness.facts.iter().all(|(name, fact)| record.facts.get(name) == Some(fact));
                        (!said).then_some("it is not as the audit chain says it was left")
                    }
                },
            };
            found.extend(why.map(|why| differ(&witness.subject, why)));
        }
        let there: BTreeSet<&str> = witnesses.iter().map(|witness| witness.subject.as_str()).collect();
        let gone = self.subjects()?.into_iter().filter(|subject| !there.contains(subject.as_str()));
        found.extend(gone.map(|subject| differ(&subject, "the audit chain knows it and the tables do not")));
        Ok(found)
    }

    /// Everything of the registry's that the chain speaks of.
    fn subjects(&self) -> Result<BTreeSet<String>, RegistryError> {
        let (mut subjects, mut after) = (BTreeSet::new(), 0);
        loop {
            let page = self.inside.bank.audit().page(after, PAGE_MAX)?;
            let Some(last) = page.last() else { return Ok(subjects) };
            after = last.sequence;
            let ours = |subject: &String| subject.starts_with("api/") || subject.starts_with("report/");
            subjects.extend(page.into_iter().map(|record| record.subject).filter(ours));
        }
    }
}

fn witness(connection: &Connection, bank: &str) -> Result<Vec<Witness>, StateError> {
    let mut all = Vec::new();
    for row in apis::all(connection, bank)? {
        let text = revisions::text(connection, bank, (row.family.as_str(), row.version), row.revision)?;
        let hash = text.map_or(Value::Null, |text| json!(DefinitionHash::of(text.as_bytes())));
        let state: Value = serde_json::from_str(&row.facts).unwrap_or(Value::Null);
        let consistent = json!(row.hash) == hash && state.get("state") == Some(&json!(row.state));
        let mut facts = Map::new();
        facts.insert("hash".to_owned(), if consistent { hash } else { Value::Null });
        facts.insert("revision".to_owned(), json!(row.revision));
        facts.insert("state".to_owned(), state);
        if row.shipped {
            facts.insert("shipped".to_owned(), json!(true));
        }
        all.push(Witness { subject: api_subject(&row.family, row.version), facts });
    }
    for (id, report) in reports::all(connection, bank)? {
        let facts = report.map(|report| (report.hash == report.true_hash(), reports::facts(&report)));
        let facts = match facts {
            Some((true, Value::Object(facts))) => facts,
            // Not as it was written, so nothing the chain says can be right about it.
            _ => Map::from_iter([("hash".to_owned(), Value::Null)]),
        };
        all.push(Witness { subject: format!("report/{id}"), facts });
    }
    Ok(all)
}

/// The subject of a family that may not be one any more.
fn api_subject(family: &str, version: Version) -> String {
    format!("api/{family}/{version}")
}
