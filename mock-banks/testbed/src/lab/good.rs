//! The request that ought to be answered: the right token, ids that are there, what is required and nothing else.

use std::sync::{Arc, PoisonError};

use moa_bank_gateway::TokenKind;
use moa_bank_processing::Handler;
use moa_bank_processing::codec::uk::{self, Permission};
use moa_bank_registry::{Grant, Operation};
use moa_kernel::Entropy as _;
use serde_json::{Value, json};

use super::ask::path_part;
use super::{App, Ask, Lab, LabEnd, Proof};
use crate::contract::{Document, Documented, header_is};
use crate::generate;

/// What an operation needs beside token and id.
#[derive(Debug, Default)]
pub(super) struct Needed {
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

/// The header by which a repeated request is known.
pub(crate) const IDEMPOTENCY_KEY: &str = "x-idempotency-key";

/// Headers that the lab itself puts on a request.
const OF_THE_LAB: &[&str] =
    &["authorization", "dpop", "x-fapi-interaction-id", "content-type", "accept", IDEMPOTENCY_KEY];

impl Lab {
    /// A request of an app of its own, for the subject where it wants a customer.
    pub(crate) async fn good(&self, operation: &Operation) -> Result<Ask, LabEnd> {
        let token = self.rightful_token(operation, App::Own).await?;
        let id = self.id_in_path(operation, App::Own).await?;
        Ok(self.ask(operation, token, &id))
    }

    /// A request with this token and this id in its path.
    pub(crate) fn ask(&self, operation: &Operation, token: String, id: &str) -> Ask {
        let mut ask = Ask {
            label: format!("{} {}", operation.method, operation.path),
            method: operation.method.clone(),
            path: self.path(operation, id),
            query: Vec::new(),
            headers: vec![("x-fapi-interaction-id".to_owned(), self.twin.entropy.uuid())],
            body: None,
            token: Some(token),
            scheme: "DPoP",
            proof: Proof::Good,
            app: App::Own,
        };
        if operation.idempotent {
            ask.headers.push((IDEMPOTENCY_KEY.to_owned(), self.twin.entropy.uuid()));
        }
        let needed = self.needed(operation);
        ask.query.extend(needed.query.iter().cloned());
        ask.headers.extend(needed.headers.iter().cloned());
        match &needed.body {
            Some(body) => ask.with_body(body.clone()),
            None => ask,
        }
    }

    /// What an operation needs beside token and id. Worked out once: compiling schemas takes longer than a request.
    fn needed(&self, operation: &Operation) -> Arc<Needed> {
        let mut known = self.needed.lock().unwrap_or_else(PoisonError::into_inner);
        let needed = known.entry(operation.id.clone()).or_insert_with(|| Arc::new(self.work_out(operation)));
        Arc::clone(needed)
    }

    /// Where an operation lives, with this id in its path.
    pub(crate) fn path(&self, operation: &Operation, id: &str) -> String {
        let part = |part: &str| if part.starts_with('{') { path_part(id) } else { part.to_owned() };
        let path: Vec<_> = operation.path.split('/').map(part).collect();
        format!("{}{}", self.subject.candidate.base_path, path.join("/"))
    }

    /// A new token of the kind and scope that an operation wants, with a consent for everything.
    pub(crate) async fn rightful_token(&self, operation: &Operation, app: App) -> Result<String, LabEnd> {
        let kind = self.kind(operation, app).await?;
        Ok(self.twin.token(app, &operation.scope, kind))
    }

    /// What the right token for an operation says, by a new consent for everything where it wants a customer's.
    pub(crate) async fn kind(&self, operation: &Operation, app: App) -> Result<TokenKind, LabEnd> {
        match operation.grant {
            Grant::App => Ok(TokenKind::App),
            Grant::Customer => self.customer_token(app, Permission::ALL).await,
        }
    }

    /// What a token of the subject says, by a new consent for these permissions.
    pub(crate) async fn customer_token(&self, app: App, permissions: &[Permission]) -> Result<TokenKind, LabEnd> {
        let consent = self.twin.consent(app, permissions).await.map_err(LabEnd::Twin)?;
        Ok(TokenKind::Customer { customer: self.twin.subject.clone(), consent })
    }

    /// An id that is there for this app: an account of the subject, or a consent that the app asked for.
    pub(crate) async fn id_in_path(&self, operation: &Operation, app: App) -> Result<String, LabEnd> {
        match parameter(operation) {
            Some("ConsentId") => self.twin.open_consent(app).await.map(|id| id.to_string()).map_err(LabEnd::Twin),
            Some("AccountId") => {
                let first = self.twin.accounts.first().map(|account| account.id.to_string());
                first.ok_or_else(|| LabEnd::Twin("the subject has no account".to_owned()))
            }
            None => Ok(String::new()),
            // The platform tells an app what became of a request it made.
            Some(_) => self.a_request_that_was_made(operation, app).await,
        }
    }

    /// The id of a request that an app has made: one about something that nobody knows.
    async fn a_request_that_was_made(&self, operation: &Operation, app: App) -> Result<String, LabEnd> {
        let token = self.rightful_token(operation, app).await?;
        let nobodys = self.twin.entropy.uuid();
        let ask = Ask { app, ..self.ask(operation, token, &nobodys) };
        let answer = self.send(ask.but("for something that is not there")).await?;
        Ok(answer.header("x-fapi-interaction-id").map_or(nobodys, str::to_owned))
    }

    fn work_out(&self, operation: &Operation) -> Needed {
        let document = self.subject.document();
        let mut needed = Needed::default();
        let Some(documented) = documented(document, operation) else { return needed };
        for input in documented.inputs().iter().filter(|input| input.required) {
            let own = OF_THE_LAB.iter().any(|name| header_is(name, input.name));
            let seed = generate::seed_of(self.seed, &[&documented.name(), input.name]);
            let Some(value) = generate::values(document, input, seed).good.first().map(generate::written) else {
                continue;
            };
            match input.within {
                "query" => needed.query.push((input.name.to_owned(), value)),
                "header" if !own => needed.headers.push((input.name.to_owned(), value)),
                _ => {}
            }
        }
        needed.body = self.good_body(document, &documented, operation);
        needed
    }

    fn good_body(&self, document: Document<'_>, documented: &Documented<'_>, operation: &Operation) -> Option<Vec<u8>> {
        let kind = documented.body()?.get("content")?.get("application/json")?;
        // The standard's own rules about consents (which permissions go together, dates that lie ahead) stand in its text.
        let body = match &*operation.handler {
            Handler::Uk(uk::Operation::CreateConsent) => self.consent_request(),
            _ => {
                let seed = generate::seed_of(self.seed, &[&documented.name(), "body"]);
                generate::bodies(document, &kind, seed).good.into_iter().next()?
            }
        };
        serde_json::to_vec(&body).ok()
    }

    fn consent_request(&self) -> Value {
        let ahead = jiff::SignedDuration::from_hours(24 * 30);
        let until =
            moa_kernel::Clock::now(&*self.twin.clock).saturating_add(ahead).unwrap_or(moa_kernel::Timestamp::MAX);
        json!({ "Data": { "Permissions": ["ReadAccountsBasic", "ReadBalances"], "ExpirationDateTime": until.to_string() }, "Risk": {} })
    }
}

/// What the document says of an operation.
pub(crate) fn documented<'a>(document: Document<'a>, operation: &Operation) -> Option<Documented<'a>> {
    document.operation(&operation.method, &operation.path)
}

/// The name of the parameter in an operation's path.
pub(crate) fn parameter(operation: &Operation) -> Option<&str> {
    operation.path.split('/').find_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}
