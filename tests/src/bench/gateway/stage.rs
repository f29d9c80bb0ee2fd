//! One bank with one app and one customer, and requests to it with everything that FAPI asks for.

use std::collections::BTreeSet;
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
use moa_bank_core::consents::NewConsent;
use moa_bank_core::ledger::Window;
use moa_bank_core::life::{self, History};
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::{Database, StateError};
use moa_bank_gateway::limits::{Plan, Plans, Quota, Spike};
use moa_bank_gateway::{GatewayParts, TokenAuthority, TokenFacts, TokenKind};
use moa_bank_processing::adapters::LedgerCore;
use moa_bank_processing::codec::uk;
use moa_bank_processing::port::{CoreSwitch, Journal};
use moa_bank_processing::{ApiCall, CustomerEntitlement, Entitlement, Handler, Processor};
use moa_bank_registry::{Registry, shipped};
use moa_kernel::{ClientId, Clock as _, ConsentId, ExposeSecret as _, FrozenClock, OsEntropy, SecretString, Timestamp};
use moa_security::dpop::{self, NonceSource, ProofFor};
use moa_security::keys::SigningKey;
use moa_security::replay::MemoryReplay;
use tokio::time::Instant;
use tower::ServiceExt as _;
use url::Url;

const BANK: &str = include_str!("../../../../mock-banks/server/banks/thames.toml");
pub(super) const ORIGIN: &str = "http://127.0.0.1:7301";
pub(super) const TOKEN: &str = "a-token-of-the-benchmark";
pub(super) const REQUESTS: usize = 2_000;
const PROOFS_MAX: usize = 100_000;

/// What happens before each request, outside the time that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing: token, consent and the core's answer are known.
    Nothing,
    /// The gateway forgets what it knew of the token: the consent is looked up.
    Forgetting,
    /// Something is written to the bank's state: nothing that was read before it is believed.
    AWrite,
}

/// Knows one token, and pretends at will that the state has changed since it was asked.
struct OneToken {
    facts: TokenFacts,
    bank: Bank,
    pretended: Option<AtomicU64>,
}

#[async_trait]
impl TokenAuthority for OneToken {
    async fn introspect(&self, _token: &SecretString) -> Option<TokenFacts> {
        Some(self.facts.clone())
    }

    fn revision(&self) -> Option<u64> {
        let real = self.bank.database().revision();
        Some(self.pretended.as_ref().map_or(real, |pretended| pretended.fetch_add(1, Ordering::Relaxed)))
    }

    async fn consent_ended(&self, _consent: &ConsentId) {}
}

pub(super) struct Stage {
    pub(super) bank: Bank,
    pub(super) clock: Arc<FrozenClock>,
    pub(super) nonces: Arc<NonceSource>,
    pub(super) key: SigningKey,
    pub(super) plans: Arc<Plans>,
    pub(super) entitlement: CustomerEntitlement,
    pub(super) processor: Processor,
}

impl Stage {
    pub(super) fn open() -> Result<Self> {
        let clock = Arc::new(FrozenClock::at("2026-11-23T09:00:00Z".parse()?));
        let mut spec = BankSpec::parse("thames.toml", BANK)?;
        spec.temper.page_size = 100;
        let bank = Bank::open(spec, Database::in_memory()?, clock.clone(), Arc::new(OsEntropy))?;
        life::settle(&bank, History { months: 12, transactions: None })?;
        let customer = bank.customers().find_customer("mina")?.context("no mina")?;
        let permissions =
            ["ReadAccountsDetail", "ReadTransactionsDetail", "ReadTransactionsCredits", "ReadTransactionsDebits"];
        let client = ClientId::new("app-1")?;
        let asked = NewConsent {
            client: client.clone(),
            permissions: permissions.iter().map(|word| (*word).to_owned()).collect(),
            expires_at: None,
            history: Window::ALL,
        };
        let consent = bank.consents().create(asked)?;
        let accounts: BTreeSet<_> = bank.ledger().accounts_of(&customer)?.into_iter().map(|it| it.id).collect();
        bank.consents().authorise(&consent.id, &customer, accounts.clone())?;
        let processor =
            Processor::new(bank.clone(), Arc::new(CoreSwitch::new(Arc::new(LedgerCore::new(bank.clone())))));
        let plans = Arc::new(Plans::default());
        let quota = Quota { requests: 1_000_000_000, window_seconds: 3600 };
        let spike = Spike { burst: 1_000_000_000, per_second: 1_000_000 };
        plans.define(Plan { name: "endless".to_owned(), quota, spike, at_once: 1_000 })?;
        plans.assign(&client, "endless")?;
        let entitlement = CustomerEntitlement {
            client,
            consent: consent.id,
            customer,
            accounts: accounts.into_iter().collect(),
            permissions: uk::Permissions::from_words(permissions),
            window: moa_bank_processing::port::Window::default(),
        };
        let (nonces, key) = (Arc::new(NonceSource::new(&OsEntropy)), SigningKey::make(&OsEntropy));
        Ok(Self { bank, clock, nonces, key, plans, entitlement, processor })
    }

    /// What is known of the token.
    pub(super) fn facts(&self) -> TokenFacts {
        let kind = TokenKind::Customer {
            customer: self.entitlement.customer.clone(),
            consent: self.entitlement.consent.clone(),
        };
        TokenFacts {
            client: self.entitlement.client.clone(),
            scopes: vec!["accounts".to_owned()],
            thumbprint: Some(self.key.thumbprint().to_owned()),
            kind,
            expires_at: Timestamp::MAX,
        }
    }

    pub(super) fn router(&self, before: Before) -> Result<Router> {
        let pretended = (before == Before::Forgetting).then(|| AtomicU64::new(1));
        let (facts, bank) = (self.facts(), self.bank.clone());
        Ok(moa_bank_gateway::router(GatewayParts {
            bank: self.bank.clone(),
            origin: ORIGIN.to_owned(),
            registry: Registry::open(&self.bank, shipped()?)?,
            tokens: Arc::new(OneToken { facts, bank, pretended }),
            nonces: self.nonces.clone(),
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
        let url = Url::parse(&format!("{ORIGIN}{path}"))?;
        let (token, nonce) = (SecretString::from(TOKEN), self.nonces.current(self.clock.now()));
        let proof = ProofFor { method: "GET", url: &url, access_token: Some(&token), nonce: Some(&nonce) };
        let proof = dpop::make(&self.key, &proof, &*self.clock, &OsEntropy)?;
        let request = Request::builder().uri(path).header("authorization", format!("DPoP {TOKEN}"));
        Ok(request.header("dpop", proof.expose_secret()).body(Body::empty())?)
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
        call.url = format!("{ORIGIN}{path}");
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
