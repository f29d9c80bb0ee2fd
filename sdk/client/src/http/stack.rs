//! The layers every call to a bank passes, outermost first, each with its reason.
//!
//! ```text
//! interaction id     first of all, so that every error can name it to the bank's support
//! pinned address     before anything secret is made, let alone attached
//! retry by verdict   outermost of what is repeated: a repetition passes every layer below again
//! budget             a pause does not hold a place, a request in flight does
//! clock offset       above the nonce, because a wrong clock is refused whatever the nonce is
//! nonce challenge    once, with a new proof and a new assertion: both are spent by the refused try
//! dress              assertion and proof are made last, so that they are fresh
//! transport          time limits, size limits, content type, no redirects
//! ```

use std::sync::Arc;

use http::HeaderValue;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use moa_kernel::{BankId, Clock, Entropy, ExposeSecret as _, InteractionId, SecretString};
use moa_security::dpop::{self, NonceBook, ProofFor, Side};
use moa_security::{assertion, keys::SigningKey};
use reqwest::{Method, Request};
use url::Url;
use url::form_urlencoded::Serializer;

use super::budget::{Budget, retry_after};
use super::call::{Call, ClientProof, Payload};
use super::error::HttpError;
use super::limits::Limits;
use super::nonce::is_challenge;
use super::pins::Pins;
use super::retry::Tries;
use super::skew::BankClock;
use super::sleeper::Sleeper;
use super::transport::{Transport, is_down};
use crate::error::{CallContext, Error};
use crate::standards::{AskPath, HttpAsk, HttpReply};

/// What the outside world is made of, for one installation.
#[derive(Clone)]
pub(crate) struct Tools {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) sleeper: Arc<dyn Sleeper>,
}

/// One bank, as something that can be spoken to.
pub struct BankHttp {
    bank: BankId,
    pins: Pins,
    transport: Transport,
    budget: Budget,
    nonces: NonceBook,
    clock: BankClock,
    tools: Tools,
}

impl std::fmt::Debug for BankHttp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BankHttp").field("bank", &self.bank).field("pins", &self.pins).finish_non_exhaustive()
    }
}

impl BankHttp {
    pub(crate) fn new(bank: BankId, pins: Pins, transport: Transport, tools: Tools) -> Self {
        Self {
            bank,
            pins,
            budget: Budget::new(transport.limits()),
            transport,
            nonces: NonceBook::default(),
            clock: BankClock::new(Arc::clone(&tools.clock)),
            tools,
        }
    }

    /// The bank.
    #[must_use]
    pub const fn bank(&self) -> &BankId {
        &self.bank
    }

    /// The addresses it is pinned to.
    #[must_use]
    pub const fn pins(&self) -> &Pins {
        &self.pins
    }

    pub(crate) const fn limits(&self) -> &Limits {
        self.transport.limits()
    }

    /// Carries a standard's request to the bank's API with a token that is bound to `key`.
    pub(crate) async fn ask(&self, key: &SigningKey, token: &SecretString, ask: &HttpAsk) -> Result<HttpReply, Error> {
        let url = match &ask.path {
            AskPath::Under(path) => self.pins.under_base(path, &ask.query),
            AskPath::Next(link) => self.pins.follow(link),
        };
        let url =
            url.map_err(|refused| Error::from(HttpError::from(refused)).within(CallContext::of_bank(&self.bank)))?;
        let payload = ask.body.clone().map_or(Payload::Nothing, Payload::Json);
        self.call(&Call {
            method: ask.method.clone(),
            url,
            server: Side::Resource,
            proof: Some(ClientProof { key, token: Some(token) }),
            payload,
            idempotency_key: ask.idempotency_key.as_deref(),
            most_bytes: self.limits().large_body,
        })
        .await
    }

    /// Sends a call through all the layers. Any status the bank itself stands behind (2xx, 4xx except 429) is an answer;
    /// the rest is an error.
    pub(crate) async fn call(&self, call: &Call<'_>) -> Result<HttpReply, Error> {
        let id = self.tools.entropy.uuid();
        let mut tries = Tries::new(self.limits(), call.is_repeatable());
        let outcome = loop {
            let error = match self.within_budget(call, &id).await {
                Ok(reply) => break Ok(reply),
                Err(error) => error,
            };
            match tries.pause_after(&error, &*self.tools.entropy) {
                Some(pause) => self.tools.sleeper.sleep(pause).await,
                None => break Err(error),
            }
        };
        self.note(call.server, &id, &outcome);
        let interaction_id = InteractionId::new(id).ok();
        match outcome {
            Ok(reply) => Ok(HttpReply { interaction_id, ..reply }),
            Err(error) => {
                Err(Error::from(error).within(CallContext { interaction_id, ..CallContext::of_bank(&self.bank) }))
            }
        }
    }

    async fn within_budget(&self, call: &Call<'_>, id: &str) -> Result<HttpReply, HttpError> {
        let now = self.clock.now();
        let _slot = self.budget.slot(now, self.limits(), &*self.tools.sleeper).await?;
        let reply = self.minding_the_clock(call, id).await?;
        let after = retry_after(&reply.headers, now);
        if reply.status.as_u16() == 429 {
            if let Some(after) = after {
                self.budget.hold_off(now, after);
            }
            return Err(HttpError::RateLimited(after));
        }
        if is_down(reply.status) { Err(HttpError::Down(reply.status.as_u16(), after)) } else { Ok(reply) }
    }

    async fn minding_the_clock(&self, call: &Call<'_>, id: &str) -> Result<HttpReply, HttpError> {
        let reply = self.answering_a_challenge(call, id).await?;
        if call.server == Side::Authorisation && self.clock.learn_from(&reply) {
            return self.answering_a_challenge(call, id).await;
        }
        Ok(reply)
    }

    async fn answering_a_challenge(&self, call: &Call<'_>, id: &str) -> Result<HttpReply, HttpError> {
        let reply = self.once(call, id).await?;
        if !is_challenge(call.server, &reply) {
            return Ok(reply);
        }
        let reply = self.once(call, id).await?;
        if is_challenge(call.server, &reply) { Err(HttpError::NonceLoop) } else { Ok(reply) }
    }

    async fn once(&self, call: &Call<'_>, id: &str) -> Result<HttpReply, HttpError> {
        let request = self.dress(call, id)?;
        let reply = self.transport.exchange(request, call.most_bytes).await?;
        self.nonces.note(&call.url, call.server, &reply.headers);
        Ok(reply)
    }

    /// Makes the request, with an assertion and a proof that have never been used.
    fn dress(&self, call: &Call<'_>, id: &str) -> Result<Request, HttpError> {
        let mut request = Request::new(call.method.clone(), call.url.clone());
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        request.headers_mut().insert("x-fapi-interaction-id", plain(id)?);
        if let Some(key) = call.idempotency_key {
            request.headers_mut().insert("x-idempotency-key", plain(key)?);
        }
        self.fill(&mut request, &call.payload)?;
        if let Some(proof) = call.proof {
            let nonce = self.nonces.nonce_for(&call.url, call.server);
            let made = self.prove(&call.method, &call.url, proof, nonce.as_deref())?;
            request.headers_mut().insert("dpop", secret(made.expose_secret())?);
            if let Some(token) = proof.token {
                request.headers_mut().insert(AUTHORIZATION, secret(&format!("DPoP {}", token.expose_secret()))?);
            }
        }
        Ok(request)
    }

    fn prove(
        &self,
        method: &Method,
        url: &Url,
        proof: ClientProof<'_>,
        nonce: Option<&str>,
    ) -> Result<SecretString, HttpError> {
        let about = ProofFor { method: method.as_str(), url, access_token: proof.token, nonce };
        dpop::make(proof.key, &about, &self.clock, &*self.tools.entropy).map_err(|_| HttpError::Unsendable)
    }

    fn fill(&self, request: &mut Request, payload: &Payload<'_>) -> Result<(), HttpError> {
        let (kind, body) = match payload {
            Payload::Nothing => return Ok(()),
            Payload::Json(body) => ("application/json", body.clone()),
            Payload::Form { fields, client, issuer } => {
                let made = assertion::make(client.key(), client.client_id(), issuer, &self.clock, &*self.tools.entropy)
                    .map_err(|_| HttpError::Unsendable)?;
                let mut form = Serializer::new(String::new());
                for (name, value) in fields {
                    form.append_pair(name, value.expose_secret());
                }
                form.append_pair("client_assertion_type", moa_wire::oauth::JWT_BEARER);
                form.append_pair("client_assertion", made.expose_secret());
                ("application/x-www-form-urlencoded", form.finish().into_bytes())
            }
        };
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        *request.body_mut() = Some(body.into());
        Ok(())
    }

    /// One line per call: who, which of its servers, how it ended, under which id. Never what was in it.
    fn note(&self, server: Side, id: &str, outcome: &Result<HttpReply, HttpError>) {
        let server = if server == Side::Resource { "api" } else { "authorisation" };
        match outcome {
            Ok(reply) => {
                tracing::debug!(bank = %self.bank, server, id, status = reply.status.as_u16(), "the bank answered");
            }
            Err(error) => tracing::info!(bank = %self.bank, server, id, %error, "the call failed"),
        }
    }
}

fn plain(text: &str) -> Result<HeaderValue, HttpError> {
    HeaderValue::from_str(text).map_err(|_| HttpError::Unsendable)
}

fn secret(text: &str) -> Result<HeaderValue, HttpError> {
    let mut value = plain(text)?;
    value.set_sensitive(true);
    Ok(value)
}
