//! Answers admitted requests: decode, ask, cut to the bank's temper, encode. Nothing is decided here about who may ask.

use std::sync::Arc;

use http::StatusCode;
use moa_bank_core::Bank;
use moa_bank_core::consents::{Consent, ConsentError, ConsentState};
use moa_kernel::{ClientId, ConsentId};
use tracing::error;

use crate::codec::uk::{self, Operation, UkError};
use crate::entitlement::{CustomerEntitlement, Entitlement};
use crate::handler::Handler;
use crate::port::CoreBanking;
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
}

/// Joins a bank's codecs, its core and its book of consents.
#[derive(Clone)]
pub struct Processor {
    bank: Bank,
    core: Arc<dyn CoreBanking>,
}

impl Processor {
    /// A processor for a bank, over the core that keeps its books.
    #[must_use]
    pub fn new(bank: Bank, core: Arc<dyn CoreBanking>) -> Self {
        Self { bank, core }
    }

    /// Answers a request. Errors are answers too, in the standard's words; ours are also logged.
    pub async fn answer(&self, entitlement: &Entitlement, call: &ApiCall) -> ApiReply {
        match self.try_answer(entitlement, call).await {
            Ok(reply) => reply,
            Err(fault) => {
                if let UkError::Unavailable(source) = &fault {
                    error!(interaction = call.interaction, error = %source, "the bank could not answer");
                }
                let (status, body) = fault.to_response(&call.interaction);
                ApiReply { status, body: Some(body) }
            }
        }
    }

    async fn try_answer(&self, entitlement: &Entitlement, call: &ApiCall) -> Result<ApiReply, UkError> {
        match (entitlement, &*call.handler) {
            (Entitlement::App { client }, Handler::Uk(operation)) => self.consent(*operation, client, call).await,
            (Entitlement::Customer(entitled), Handler::Uk(operation)) => {
                self.account_data(*operation, entitled, call).await
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
    ) -> Result<ApiReply, UkError> {
        let bank_temper = &self.bank.spec().temper;
        let question = uk::decode::decode(operation, call, entitled, bank_temper.page_size)?;
        let mut answer = self.core.answer(question).await?;
        temper::apply(bank_temper, &mut answer);
        let body = uk::encode::encode(call, &answer, &entitled.permissions, bank_temper.page_size)?;
        Ok(ApiReply { status: StatusCode::OK, body: Some(body) })
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
            Ok(ApiReply { status: StatusCode::CREATED, body: Some(uk::consent::encode(call, &consent)?) })
        }
        Operation::ReadConsent => {
            let consent = own_consent(bank, client, call)?;
            Ok(ApiReply { status: StatusCode::OK, body: Some(uk::consent::encode(call, &consent)?) })
        }
        Operation::DeleteConsent => {
            let consent = own_consent(bank, client, call)?;
            bank.consents().delete(&consent.id, client).map_err(refused)?;
            Ok(ApiReply { status: StatusCode::NO_CONTENT, body: None })
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
