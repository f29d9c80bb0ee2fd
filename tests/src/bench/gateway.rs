//! The gateway with all its checks, beside the same handler with none, and beside a file served as it lies there.
//!
//! Everything runs in this process, one request after the other on one thread, without a network: what is measured is the
//! gateway's own work. Proofs are made before the clock starts, because making them is the app's work.

mod parts;

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
use moa_bank_core::state::Database;
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
use tower_http::services::ServeDir;
use url::Url;

const BANK: &str = include_str!("../../../mock-banks/server/banks/thames.toml");
const ORIGIN: &str = "http://127.0.0.1:7301";
const TOKEN: &str = "a-token-of-the-benchmark";
const REQUESTS: usize = 2_000;
const PROOFS_MAX: usize = 100_000;

/// Knows one token, and pretends at will that the state has changed since it was asked.
struct OneToken {
    facts: TokenFacts,
    revision: AtomicU64,
    forgets: bool,
}

#[async_trait]
impl TokenAuthority for OneToken {
    async fn introspect(&self, _token: &SecretString) -> Option<TokenFacts> {
        Some(self.facts.clone())
    }

    fn revision(&self) -> Option<u64> {
        Some(self.revision.fetch_add(u64::from(self.forgets), Ordering::Relaxed))
    }

    async fn consent_ended(&self, _consent: &ConsentId) {}
}

struct Stage {
    bank: Bank,
    clock: Arc<FrozenClock>,
    nonces: Arc<NonceSource>,
    key: SigningKey,
    plans: Arc<Plans>,
    entitlement: CustomerEntitlement,
    processor: Processor,
}

pub(super) async fn measure() -> Result<()> {
    let stage = Stage::open()?;
    let account = stage.entitlement.accounts.first().context("no account")?.to_string();
    let transactions = format!("{}/accounts/{account}/transactions", uk::BASE_PATH);
    println!("\nOne thread, no network. Requests a second are of one core.");
    for (what, path, operation) in [
        ("accounts", format!("{}/accounts", uk::BASE_PATH), uk::Operation::Accounts),
        ("a page of 100 transactions", transactions, uk::Operation::Transactions),
    ] {
        let known = stage.router(false)?;
        let bytes = stage.body(&known, &path).await?;
        if operation == uk::Operation::Transactions {
            let page: serde_json::Value = serde_json::from_slice(&bytes)?;
            let rows = page.pointer("/Data/Transaction").and_then(|rows| rows.as_array()).map_or(0, Vec::len);
            ensure!(rows == 100, "the page has {rows} rows and should have 100");
        }
        let mut table = Lines::new(what, bytes.len());
        table.note("the handler alone, no checks", stage.handler_alone(&path, operation, &account).await?);
        table.note("all checks, token and consent known", stage.requests(&known, &path).await?);
        table.note("all checks, consent looked up each time", stage.requests(&stage.router(true)?, &path).await?);
        table.note("the same bytes from a file", file(bytes).await?);
        println!("{table}");
    }
    parts::measure(&stage)
}

impl Stage {
    fn open() -> Result<Self> {
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
    fn facts(&self) -> TokenFacts {
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

    fn router(&self, forgets: bool) -> Result<Router> {
        let facts = self.facts();
        Ok(moa_bank_gateway::router(GatewayParts {
            bank: self.bank.clone(),
            origin: ORIGIN.to_owned(),
            registry: Registry::open(&self.bank, shipped()?)?,
            tokens: Arc::new(OneToken { facts, revision: AtomicU64::new(1), forgets }),
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

    fn request(&self, path: &str) -> Result<Request<Body>> {
        let url = Url::parse(&format!("{ORIGIN}{path}"))?;
        let (token, nonce) = (SecretString::from(TOKEN), self.nonces.current(self.clock.now()));
        let proof = ProofFor { method: "GET", url: &url, access_token: Some(&token), nonce: Some(&nonce) };
        let proof = dpop::make(&self.key, &proof, &*self.clock, &OsEntropy)?;
        let request = Request::builder().uri(path).header("authorization", format!("DPoP {TOKEN}"));
        Ok(request.header("dpop", proof.expose_secret()).body(Body::empty())?)
    }

    async fn body(&self, router: &Router, path: &str) -> Result<Vec<u8>> {
        let response = router.clone().oneshot(self.request(path)?).await?;
        ensure!(response.status().is_success(), "{}", response.status());
        Ok(response.into_body().collect().await?.to_bytes().to_vec())
    }

    async fn requests(&self, router: &Router, path: &str) -> Result<Vec<Duration>> {
        let requests = (0..REQUESTS).map(|_| self.request(path)).collect::<Result<Vec<_>>>()?;
        let mut times = Vec::with_capacity(REQUESTS);
        for request in requests {
            let started = Instant::now();
            let response = router.clone().oneshot(request).await?;
            ensure!(response.status().is_success(), "{}", response.status());
            response.into_body().collect().await?;
            times.push(started.elapsed());
        }
        Ok(times)
    }

    async fn handler_alone(&self, path: &str, operation: uk::Operation, account: &str) -> Result<Vec<Duration>> {
        let one = matches!(operation, uk::Operation::Transactions);
        let mut entitled = self.entitlement.clone();
        if one {
            entitled.accounts.truncate(1);
        }
        let entitled = Entitlement::Customer(entitled);
        let mut call = ApiCall::to(Handler::Uk(operation));
        call.id = one.then(|| account.to_owned());
        call.url = format!("{ORIGIN}{path}");
        let mut times = Vec::with_capacity(REQUESTS);
        for _ in 0..REQUESTS {
            let started = Instant::now();
            let reply = self.processor.answer(&entitled, &call, &Journal::new()).await;
            times.push(started.elapsed());
            ensure!(reply.status.is_success(), "{}", reply.status);
        }
        Ok(times)
    }
}

/// The same bytes, from a static file server.
async fn file(bytes: Vec<u8>) -> Result<Vec<Duration>> {
    let folder = tempfile::tempdir()?;
    tokio::fs::write(folder.path().join("page.json"), bytes).await?;
    let router = Router::new().fallback_service(ServeDir::new(folder.path()));
    let mut times = Vec::with_capacity(REQUESTS);
    for _ in 0..REQUESTS {
        let request = Request::builder().uri("/page.json").body(Body::empty())?;
        let started = Instant::now();
        let response = router.clone().oneshot(request).await?;
        ensure!(response.status().is_success(), "{}", response.status());
        response.into_body().collect().await?;
        times.push(started.elapsed());
    }
    Ok(times)
}

/// A table of rates: the first line is the baseline.
struct Lines {
    title: String,
    lines: Vec<(&'static str, u128, u128)>,
}

impl Lines {
    fn new(what: &str, bytes: usize) -> Self {
        Self { title: format!("{what} ({bytes} bytes)"), lines: Vec::new() }
    }

    fn note(&mut self, what: &'static str, mut times: Vec<Duration>) {
        let whole: Duration = times.iter().sum();
        let a_second = times.len() as u128 * 1_000_000_000 / whole.as_nanos().max(1);
        times.sort_unstable();
        let p99 = times.get(times.len() * 99 / 100).copied().unwrap_or_default();
        self.lines.push((what, a_second, p99.as_micros()));
    }
}

impl std::fmt::Display for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "\n{}", self.title)?;
        let baseline = self.lines.first().map_or(1, |(_, rate, _)| (*rate).max(1));
        for (what, rate, p99) in &self.lines {
            let hundredths = rate * 100 / baseline;
            let (whole, rest) = (hundredths / 100, hundredths % 100);
            writeln!(f, "  {what:<44} {rate:>9} /s  p99 {p99:>6} µs  {whole:>3}.{rest:02} ×")?;
        }
        Ok(())
    }
}
