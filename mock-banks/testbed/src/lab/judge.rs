//! Holds an answer against the document: is there such a status, does it have the headers, is the body what it says?

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use moa_bank_registry::{ApiDefinition, Operation};
use serde_json::Value;

use super::Answer;
use super::good::documented;
use crate::contract::{Document, Documented, Place, Schema};

/// Judges by one definition's document. Compiling a schema takes longer than using it, so each is compiled once.
pub(crate) struct Judge {
    definition: Arc<ApiDefinition>,
    schemas: Mutex<HashMap<String, Option<Arc<Schema>>>>,
}

impl Judge {
    pub(super) fn new(definition: Arc<ApiDefinition>) -> Self {
        Self { definition, schemas: Mutex::default() }
    }

    /// What is wrong with an answer, by the document. Empty when nothing is.
    pub(crate) fn faults(&self, operation: &Operation, answer: &Answer) -> Vec<String> {
        let document = Document::new(&self.definition.document);
        let Some(documented) = documented(document, operation) else {
            return vec!["the document does not describe the operation".to_owned()];
        };
        let status = answer.status.as_u16();
        let Some(described) = documented.answer(status) else {
            return vec![format!("it was answered with {status}, which the document does not have")];
        };
        let mut faults = self.header_faults(document, &documented, &described, answer);
        faults.extend(self.body_faults(document, &described, answer));
        faults.into_iter().map(|fault| format!("{status}: {fault}")).collect()
    }

    fn header_faults(
        &self,
        document: Document<'_>,
        documented: &Documented<'_>,
        described: &Place<'_>,
        answer: &Answer,
    ) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, header) in documented.headers(described) {
            match answer.header(name) {
                None if header.says("required") => faults.push(format!("the header {name} is missing")),
                None => {}
                Some(text) => {
                    let schema = header.get("schema").and_then(|schema| self.schema(document, &schema));
                    // A header is a text that may stand for a number.
                    let number = text.parse::<i64>().ok().map(Value::from);
                    let fits = |schema: &Schema| {
                        schema.allows(&Value::from(text)) || number.as_ref().is_some_and(|number| schema.allows(number))
                    };
                    if schema.is_some_and(|schema| !fits(&schema)) {
                        faults.push(format!("the header {name} is not what the document says"));
                    }
                }
            }
        }
        faults
    }

    fn body_faults(&self, document: Document<'_>, described: &Place<'_>, answer: &Answer) -> Vec<String> {
        let kinds =
            described.get("content").filter(|kinds| kinds.value.as_object().is_some_and(|kinds| !kinds.is_empty()));
        let Some(kinds) = kinds else {
            let bare = answer.body.is_empty();
            return if bare { Vec::new() } else { vec!["it has a body, and the document has none".to_owned()] };
        };
        let said = answer.header("content-type").unwrap_or_default();
        let plain = said.split(';').next().unwrap_or_default().trim();
        let Some(kind) = kinds.get(said).or_else(|| kinds.get(plain)) else {
            return vec![format!("it comes as {said:?}, which the document does not have")];
        };
        let Some(schema) = kind.get("schema") else { return Vec::new() };
        if !plain.ends_with("json") {
            return Vec::new();
        }
        let Some(body) = answer.json() else { return vec!["its body is not JSON".to_owned()] };
        // What cannot be compiled is told by a check of its own.
        self.schema(document, &schema).map_or_else(Vec::new, |schema| schema.faults(&body))
    }

    fn schema(&self, document: Document<'_>, place: &Place<'_>) -> Option<Arc<Schema>> {
        let mut schemas = self.schemas.lock().unwrap_or_else(PoisonError::into_inner);
        let compile = || Schema::compile(document, place).ok().map(Arc::new);
        schemas.entry(place.pointer.clone()).or_insert_with(compile).clone()
    }
}
