//! One real bank with one app and one customer's consent, and requests to it with everything that FAPI asks for.
//!
//! The app is registered and the consent given as everywhere: over HTTP, by the scripted person. Token and consent are
//! then looked up in the bank's own database, a file, by the very code that a served bank looks them up with.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use moa_bank_core::Bank;
use moa_bank_core::state::StateError;
use moa_bank_gateway::limits::{Plan, Plans, Quota, Spike};
use moa_bank_gateway::{GatewayParts, TokenAuthority, TokenFacts};
use moa_bank_processing::adapters::LedgerCore;
use moa_bank_processing::codec::uk;
use moa_bank_processing::port::{CoreSwitch, Journal};
use moa_bank_processing::{ApiCall, CustomerEntitlement, Entitlement, Handler, Processor};
use moa_bank_registry::{Registry, shipped};
use moa_kernel::{ClientId, Clock as _, ConsentId, ExposeSecret as _, FrozenClock, SecretString, Timestamp};
use moa_security::dpop::NonceSource;
use moa_security::jws::Alg;
use moa_security::replay::MemoryReplay;
use mock_banks::{OwnTokens, StatePlace, WorldOptions};
use tokio::time::Instant;
use tower::ServiceExt as _;
use url::Url;

use crate::attacker::{App, AppKey, Ground, forge};
use crate::person::Person;

const PERMISSIONS: &[&str] =
    &["ReadAccountsDetail", "ReadTransactionsDetail", "ReadTransactionsCredits", "ReadTransactionsDebits"];
pub(super) const REQUESTS: usize = 2_000;
const PROOFS_MAX: usize = 100_000;

/// What happens before each request, outside the time that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing: token, consent and the core's answer are known.
    Nothing,
    /// The gateway forgets what it knew of the token: token and consent are looked up.
    Forgetting,
    /// Something is written to the bank's state: nothing that was read before it is believed.
    AWrite,
}

/// The bank's own look-up of tokens, which pretends at will that the state has changed since it was asked.
struct Tokens {
    own: OwnTokens,
    pretended: Option<AtomicU64>,
}

#[async_trait]
impl TokenAuthority for Tokens {
    async fn introspect(&self, token: &SecretString) -> Option<TokenFacts> {
        self.own.introspect(token).await
    }

    fn revision(&self) -> Option<u64> {
        match &self.pretended {
            Some(pretended) => Some(pretended.fetch_add(1, Ordering::Relaxed)),
            None => self.own.revision(),
        }
    }

    async fn consent_ended(&self, consent: &ConsentId) {
        self.own.consent_ended(consent).await;
    }
}

pub(super) struct Stage {
    pub(super) bank: Bank,
    pub(super) clock: Arc<FrozenClock>,
    pub(super) nonces: Arc<NonceSource>,
    pub(super) plans: Arc<Plans>,
    pub(super) entitlement: CustomerEntitlement,
    pub(super) processor: Processor,
    pub(super) origin: String,
    pub(super) token: SecretString,
    app: App,
    own: OwnTokens,
    _ground: Ground,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// A bank, and an app all of whose keys are for this algorithm.
    pub(super) async fn open(alg: Alg) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let state = StatePlace::File(folder.path().join("world.db"));
        let options = WorldOptions { state, ..WorldOptions::in_memory() };
        let ground = Ground::unheard(options.only(&["thames"])?).await?;
        let app = ground.app_signing(alg).await?;
        let grant = app.grant_of(&Person::mina(), PERMISSIONS).await?;
        let running = ground.world().banks().first().context("no bank")?;
        let (bank, authorisation) = (running.core().clone(), running.authorisation().clone());
        let plans = Arc::new(Plans::default());
        let entitlement = entitlement(&bank, &ConsentId::new(grant.consent)?)?;
        allow_everything(&plans, &entitlement.client)?;
        let core = CoreSwitch::new(Arc::new(LedgerCore::new(bank.clone())));
        Ok(Self {
            processor: Processor::new(bank.clone(), Arc::new(core)),
            bank,
            clock: Arc::clone(ground.clock()),
            nonces: authorisation.nonces(),
            plans,
            entitlement,
            origin: app.origin.clone(),
            token: SecretString::from(grant.access),
            app,
            own: OwnTokens::of(authorisation),
            _ground: ground,
            _folder: folder,
        })
    }

    /// What is known of the token.
    pub(super) async fn facts(&self) -> Result<TokenFacts> {
        self.own.introspect(&self.token).await.context("the token is dead")
    }

    /// The key the token is bound to.
    pub(super) const fn dpop(&self) -> &AppKey {
        &self.app.dpop
    }

    pub(super) fn router(&self, before: Before) -> Result<Router> {
        let pretended = (before == Before::Forgetting).then(|| AtomicU64::new(1));
        Ok(moa_bank_gateway::router(GatewayParts {
            bank: self.bank.clone(),
            origin: self.origin.clone(),
            registry: Registry::open(&self.bank, shipped()?)?,
            tokens: Arc::new(Tokens { own: self.own.clone(), pretended }),
            nonces: self.nonces.clone(),
            proof_keys: Arc::default(),
            replay: Arc::new(MemoryReplay::new(self.clock.clone(), PROOFS_MAX)),
            remembers_since: Timestamp::MIN,
            processor: self.processor.clone(),
            plans: self.plans.clone(),
            watch: Arc::default(),
            explanations: Arc::default(),
            metrics: Arc::default(),
        }))
    }

    pub(super) fn request(&self, path: &str) -> Result<Request<Body>> {
        let url = Url::parse(&format!("{}{path}", self.origin))?;
        let nonce = self.nonces.current(self.clock.now());
        let (token, now) = (self.token.expose_secret(), self.clock.now().as_second());
        let proof = forge::proof(self.dpop(), &forge::proof_claims("GET", &url, Some(token), Some(&nonce), now))?;
        let token = format!("DPoP {token}");
        let request = Request::builder().uri(path).header("authorization", token);
        Ok(request.header("dpop", proof).body(Body::empty())?)
    }

    pub(super) async fn body(&self, router: &Router, path: &str) -> Result<Vec<u8>> {
        let response = router.clone().oneshot(self.request(path)?).await?;
        ensure!(response.status().is_success(), "{}", response.status());
        Ok(response.into_body().collect().await?.to_bytes().to_vec())
    }

    /// How long each of many requests took.
    pub(super) async fn requests(&self, path: &str, before: Before) -> Result<Vec<Duration>> {
        let requests = (0..REQUESTS).map(|_| self.request(path)).collect::<Result<Vec<_>>>()?;
        time(&self.router(before)?, requests, || self.prepare(before)).await
    }

    /// How long each of many calls of the handler took, with nobody asking whether it may be called.
    pub(super) async fn handler_alone(
        &self,
        path: &str,
        operation: uk::Operation,
        before: Before,
    ) -> Result<Vec<Duration>> {
        let (entitled, call) = self.call(path, operation)?;
        let mut times = Vec::with_capacity(REQUESTS);
        for _ in 0..REQUESTS {
            self.prepare(before)?;
            let started = Instant::now();
            let reply = self.processor.answer(&entitled, &call, &Journal::new()).await;
            times.push(started.elapsed());
            ensure!(reply.status.is_success(), "{}", reply.status);
        }
        Ok(times)
    }

    /// The call that an admitted request becomes.
    pub(super) fn call(&self, path: &str, operation: uk::Operation) -> Result<(Entitlement, ApiCall)> {
        let mut entitled = self.entitlement.clone();
        let mut call = ApiCall::to(Handler::Uk(operation));
        if operation == uk::Operation::Transactions {
            entitled.accounts.truncate(1);
            call.id = Some(self.account()?);
        }
        call.url = format!("{}{path}", self.origin);
        Ok((Entitlement::Customer(entitled), call))
    }

    pub(super) fn account(&self) -> Result<String> {
        Ok(self.entitlement.accounts.first().context("no account")?.to_string())
    }

    fn prepare(&self, before: Before) -> Result<()> {
        if before == Before::AWrite {
            self.bank.database().write(|_| Ok::<_, StateError>(()))?;
        }
        Ok(())
    }
}

/// What the consent lets its app ask for.
fn entitlement(bank: &Bank, consent: &ConsentId) -> Result<CustomerEntitlement> {
    let consent = bank.consents().load(consent)?;
    Ok(CustomerEntitlement {
        customer: consent.customer().cloned().context("nobody gave the consent")?,
        accounts: consent.accounts().into_iter().flatten().cloned().collect(),
        permissions: uk::Permissions::from_words(PERMISSIONS.iter().copied()),
        window: moa_bank_processing::port::Window::default(),
        client: consent.client,
        consent: consent.id,
    })
}

/// A plan that this app never uses up.
fn allow_everything(plans: &Plans, app: &ClientId) -> Result<()> {
    let quota = Quota { requests: 1_000_000_000, window_seconds: 3600 };
    let spike = Spike { burst: 1_000_000_000, per_second: 1_000_000 };
    plans.define(Plan { name: "endless".to_owned(), quota, spike, at_once: 1_000 })?;
    plans.assign(app, "endless")?;
    Ok(())
}

/// How long each request took, one after the other; what is to happen before it is not counted.
pub(super) async fn time(
    router: &Router,
    requests: Vec<Request<Body>>,
    prepare: impl Fn() -> Result<()>,
) -> Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(requests.len());
    for request in requests {
        prepare()?;
        let started = Instant::now();
        let response = router.clone().oneshot(request).await?;
        ensure!(response.status().is_success(), "{}", response.status());
        response.into_body().collect().await?;
        times.push(started.elapsed());
    }
    Ok(times)
}
