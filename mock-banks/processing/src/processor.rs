//! Answers admitted requests: decode, ask, cut to the bank's temper, encode. Nothing is decided here about who may ask.

use std::sync::Arc;

use http::StatusCode;
use jiff::SignedDuration;
use moa_bank_core::Bank;
use moa_bank_core::consents::{Consent, ConsentError, ConsentState};
use moa_kernel::{ClientId, ConsentId};
use tracing::error;

use crate::codec::uk::{self, Operation, UkError};
use crate::entitlement::{CustomerEntitlement, Entitlement};
use crate::handler::Handler;
use crate::port::{CoreSwitch, Journal};
use crate::recipe;
use crate::refusal::Refusal;
use crate::temper;

/// A request, freed of everything HTTP has around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiCall {
    /// What answers it.
    pub handler: Arc<Handler>,
    /// The id in the path, when there is one.
    pub id: Option<String>,
    /// The URL as this bank is known by, without its query: links in the answer begin with it.
    pub url: String,
    /// The query's parameters, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The request's id on its way through the bank. Errors carry it.
    pub interaction: String,
}

impl ApiCall {
    /// A call of an operation of the standard, with nothing else in it.
    #[must_use]
    pub fn of(operation: Operation) -> Self {
        Self::to(Handler::Uk(operation))
    }

    /// A call that this handler answers, with nothing else in it.
    #[must_use]
    pub fn to(handler: impl Into<Arc<Handler>>) -> Self {
        let (url, interaction) = (String::new(), String::new());
        Self { handler: handler.into(), id: None, url, query: Vec::new(), body: Vec::new(), interaction }
    }

    /// The first parameter of this name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

/// A reply, before HTTP is put around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiReply {
    /// The status.
    pub status: StatusCode,
    /// The JSON body, where there is one.
    pub body: Option<Vec<u8>>,
    /// How long to wait before asking again, where the bank knows: whole seconds, for `Retry-After`.
    pub retry_after: Option<SignedDuration>,
    /// Why it is a no, if it is one.
    pub refusal: Option<Refusal>,
}

impl ApiReply {
    /// A reply of a status, with a body or without.
    #[must_use]
    pub const fn new(status: StatusCode, body: Option<Vec<u8>>) -> Self {
        Self { status, body, retry_after: None, refusal: None }
    }
}

/// Joins a bank's codecs, the core it has now and its book of consents.
#[derive(Debug, Clone)]
pub struct Processor {
    bank: Bank,
    core: Arc<CoreSwitch>,
}

impl Processor {
    /// A processor for a bank, over the core that keeps its books.
    #[must_use]
    pub fn new(bank: Bank, core: Arc<CoreSwitch>) -> Self {
        Self { bank, core }
    }

    /// What the bank's core speaks now.
    #[must_use]
    pub fn protocol(&self) -> &'static str {
        self.core.now().protocol()
    }

    /// Answers a request, and notes in the journal what was said to the core for it. Errors are answers too, in the
    /// standard's words; ours are also logged.
    pub async fn answer(&self, entitlement: &Entitlement, call: &ApiCall, journal: &Journal) -> ApiReply {
        match self.try_answer(entitlement, call, journal).await {
            Ok(reply) => reply,
            Err(fault) => {
                if let UkError::Unavailable(source) = &fault {
                    error!(interaction = call.interaction, error = %source, "the bank could not answer");
                }
                let (status, body) = fault.to_response(&call.interaction);
                let refusal = Some(Refusal::from(&fault));
                ApiReply {
                    retry_after: fault.retry_after(self.bank.now()),
                    refusal,
                    ..ApiReply::new(status, Some(body))
                }
            }
        }
    }

    async fn try_answer(
        &self,
        entitlement: &Entitlement,
        call: &ApiCall,
        journal: &Journal,
    ) -> Result<ApiReply, UkError> {
        match (entitlement, &*call.handler) {
            (Entitlement::App { client }, Handler::Uk(operation)) => self.consent(*operation, client, call).await,
            (Entitlement::Customer(entitled), Handler::Uk(operation)) => {
                self.account_data(*operation, entitled, call, journal).await
            }
            (Entitlement::Customer(entitled), Handler::Recipe(recipe)) => {
                let (core, temper) = (self.core.now(), &self.bank.spec().temper);
                let body = recipe::answer(recipe, call, entitled, &*core, journal, temper, self.bank.now()).await?;
                Ok(ApiReply::new(StatusCode::OK, Some(body)))
            }
            // A recipe reads a customer's data, which no app has of its own; what the platform answers never comes here.
            (_, Handler::Recipe(_) | Handler::Platform(_)) => Err(UkError::NotFound),
        }
    }

    async fn account_data(
        &self,
        operation: Operation,
        entitled: &CustomerEntitlement,
        call: &ApiCall,
        journal: &Journal,
    ) -> Result<ApiReply, UkError> {
        let bank_temper = &self.bank.spec().temper;
        let question = uk::decode::decode(operation, call, entitled, bank_temper.page_size)?;
        let core = self.core.now();
        let mut answer = core.answer(question, journal).await?;
        temper::apply(bank_temper, &mut answer);
        let body = uk::encode::encode(call, &answer, &entitled.permissions, bank_temper.page_size)?;
        Ok(ApiReply::new(StatusCode::OK, Some(body)))
    }

    async fn consent(&self, operation: Operation, client: &ClientId, call: &ApiCall) -> Result<ApiReply, UkError> {
        let (bank, client, asked) = (self.bank.clone(), client.clone(), call.clone());
        let work = move || consent_now(&bank, operation, &client, &asked);
        tokio::task::spawn_blocking(work).await.map_err(|error| UkError::Unavailable(error.into()))?
    }
}

/// The consent operations. They wait for the database, so they run where waiting is allowed.
fn consent_now(bank: &Bank, operation: Operation, client: &ClientId, call: &ApiCall) -> Result<ApiReply, UkError> {
    match operation {
        Operation::CreateConsent => {
            let asked = uk::consent::decode(&call.body, client, bank.now())?;
            let consent = bank.consents().create(asked).map_err(refused)?;
            Ok(ApiReply::new(StatusCode::CREATED, Some(uk::consent::encode(call, &consent)?)))
        }
        Operation::ReadConsent => {
            let consent = own_consent(bank, client, call)?;
            Ok(ApiReply::new(StatusCode::OK, Some(uk::consent::encode(call, &consent)?)))
        }
        Operation::DeleteConsent => {
            let consent = own_consent(bank, client, call)?;
            bank.consents().delete(&consent.id, client).map_err(refused)?;
            Ok(ApiReply::new(StatusCode::NO_CONTENT, None))
        }
        _ => Err(UkError::NotFound),
    }
}

/// The consent in the path, if it is this app's. Another's is not there, and neither is a deleted one.
fn own_consent(bank: &Bank, client: &ClientId, call: &ApiCall) -> Result<Consent, UkError> {
    let id = call.id.as_deref().and_then(|id| ConsentId::new(id).ok()).ok_or(UkError::NotFound)?;
    let found = bank.consents().find(&id).map_err(|error| UkError::Unavailable(error.into()))?;
    found
        .filter(|consent| consent.client == *client && !matches!(consent.state, ConsentState::Deleted { .. }))
        .ok_or(UkError::NotFound)
}

fn refused(error: ConsentError) -> UkError {
    match error {
        ConsentError::Unknown | ConsentError::Refused(_) => UkError::NotFound,
        ConsentError::Impossible(_) => UkError::Body,
        other => UkError::Unavailable(other.into()),
    }
}
