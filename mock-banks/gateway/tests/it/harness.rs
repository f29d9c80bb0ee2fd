//! A bank behind a gateway, and an app that holds a key.

use std::collections::{BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use moa_bank_core::Bank;
use moa_bank_core::consents::NewConsent;
use moa_bank_core::ledger::{Account, Window};
use moa_bank_core::life::{self, History};
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_bank_gateway::explain::Explanations;
use moa_bank_gateway::limits::Plans;
use moa_bank_gateway::metrics::Metrics;
use moa_bank_gateway::watch::Watch;
use moa_bank_gateway::{GatewayParts, TokenAuthority, TokenFacts, TokenKind};
use moa_bank_processing::Processor;
use moa_bank_processing::adapters::LedgerCore;
use moa_bank_processing::port::CoreSwitch;
use moa_bank_registry::{Registry, shipped};
use moa_kernel::{
    ClientId, Clock as _, ConsentId, CustomerId, Entropy, ExposeSecret as _, FrozenClock, SecretString, SeededEntropy,
    Timestamp,
};
use moa_security::dpop::{self, NonceSource, ProofFor, ProofKeys};
use moa_security::keys::SigningKey;
use moa_security::replay::MemoryReplay;
use serde_json::Value;
use tower::ServiceExt as _;
use url::Url;

pub(crate) const ORIGIN: &str = "http://127.0.0.1:7301";
pub(crate) const BASE: &str = "/open-banking/v4.0/aisp";
pub(crate) const APP_TOKEN: &str = "app-token";
pub(crate) const MINAS_TOKEN: &str = "minas-token";
/// Whoever presents this one finds a fault of ours.
pub(crate) const PANICS: &str = "panics";
/// How many proofs the bank remembers at once.
pub(crate) const PROOFS_MAX: usize = 1000;
pub(crate) const EVERYTHING: &[&str] = &[
    "ReadAccountsDetail",
    "ReadBalances",
    "ReadTransactionsDetail",
    "ReadTransactionsCredits",
    "ReadTransactionsDebits",
    "ReadBeneficiariesDetail",
    "ReadDirectDebits",
    "ReadStandingOrdersDetail",
    "ReadScheduledPaymentsDetail",
    "ReadParty",
    "ReadPartyPSU",
];

const BANK: &str = include_str!("../../../server/banks/thames.toml");

pub(crate) struct Gateway {
    pub(crate) bank: Bank,
    pub(crate) clock: Arc<FrozenClock>,
    pub(crate) nonces: Arc<NonceSource>,
    pub(crate) key: SigningKey,
    pub(crate) registry: Registry,
    pub(crate) core: Arc<CoreSwitch>,
    pub(crate) plans: Arc<Plans>,
    pub(crate) watch: Arc<Watch>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) explanations: Arc<Explanations>,
    pub(crate) proof_keys: Arc<ProofKeys>,
    tokens: Arc<Tokens>,
    entropy: Arc<SeededEntropy>,
    router: Router,
}

#[derive(Default)]
struct Tokens {
    known: Mutex<HashMap<String, TokenFacts>>,
    ended: Mutex<Vec<ConsentId>>,
    /// What was live once.
    past: Mutex<HashMap<String, ClientId>>,
}

#[async_trait]
impl TokenAuthority for Tokens {
    async fn introspect(&self, token: &SecretString) -> Option<TokenFacts> {
        assert_ne!(token.expose_secret(), PANICS, "a planted panic with a secret in it");
        self.known.lock().unwrap().get(token.expose_secret()).cloned()
    }

    async fn once_given_to(&self, token: &SecretString) -> Option<ClientId> {
        self.past.lock().unwrap().get(token.expose_secret()).cloned()
    }

    async fn consent_ended(&self, consent: &ConsentId) {
        self.ended.lock().unwrap().push(consent.clone());
    }
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub(crate) fn code(&self) -> String {
        self.json()["Errors"][0]["ErrorCode"].as_str().unwrap().to_owned()
    }
}

impl Gateway {
    /// A bank of a morning in November, six months of lives in it, with a consent of Mina's for all her accounts.
    pub(crate) fn open(permissions: &[&str]) -> Self {
        let clock = Arc::new(FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap()));
        let entropy = Arc::new(SeededEntropy::new(7));
        let spec = BankSpec::parse("thames.toml", BANK).unwrap();
        let bank = Bank::open(spec, Database::in_memory().unwrap(), clock.clone(), entropy.clone()).unwrap();
        life::settle(&bank, History { months: 6, transactions: None }).unwrap();
        let key = SigningKey::make(&*entropy);
        let tokens = Arc::new(Tokens::default());
        let nonces = Arc::new(NonceSource::new(&*entropy));
        let registry = Registry::open(&bank, shipped().unwrap()).unwrap();
        let (plans, watch, metrics) = (Arc::<Plans>::default(), Arc::<Watch>::default(), Arc::<Metrics>::default());
        let core = Arc::new(CoreSwitch::new(Arc::new(LedgerCore::new(bank.clone()))));
        let explanations = Arc::<Explanations>::default();
        let proof_keys = Arc::<ProofKeys>::default();
        let parts = GatewayParts {
            bank: bank.clone(),
            origin: ORIGIN.to_owned(),
            registry: registry.clone(),
            tokens: tokens.clone(),
            nonces: nonces.clone(),
            proof_keys: proof_keys.clone(),
            replay: Arc::new(MemoryReplay::new(clock.clone(), PROOFS_MAX)),
            remembers_since: clock.now(),
            processor: Processor::new(bank.clone(), core.clone()),
            plans: plans.clone(),
            watch: watch.clone(),
            explanations: explanations.clone(),
            metrics: metrics.clone(),
        };
        let router = moa_bank_gateway::router(parts);
        let gateway = Self {
            bank,
            clock,
            nonces,
            key,
            registry,
            core,
            plans,
            watch,
            metrics,
            explanations,
            proof_keys,
            tokens,
            entropy,
            router,
        };
        gateway.give(APP_TOKEN, TokenKind::App);
        let consent = gateway.consent_of("mina", permissions, Window::ALL);
        gateway.give(MINAS_TOKEN, TokenKind::Customer { customer: gateway.customer("mina"), consent });
        gateway
    }

    pub(crate) fn customer(&self, login: &str) -> CustomerId {
        self.bank.customers().find_customer(login).unwrap().unwrap()
    }

    pub(crate) fn accounts(&self, login: &str) -> Vec<Account> {
        self.bank.ledger().accounts_of(&self.customer(login)).unwrap()
    }

    /// A consent, authorised for all accounts of a customer.
    pub(crate) fn consent_of(&self, login: &str, permissions: &[&str], history: Window) -> ConsentId {
        let asked = NewConsent {
            client: ClientId::new("app-1").unwrap(),
            permissions: permissions.iter().map(|word| (*word).to_owned()).collect(),
            expires_at: Some("2026-12-23T09:00:00Z".parse().unwrap()),
            history,
        };
        let consent = self.bank.consents().create(asked).unwrap();
        let accounts: BTreeSet<_> = self.accounts(login).into_iter().map(|account| account.id).collect();
        self.bank.consents().authorise(&consent.id, &self.customer(login), accounts).unwrap();
        consent.id
    }

    /// Ends a token.
    pub(crate) fn end(&self, token: &str) {
        let ended = self.tokens.known.lock().unwrap().remove(token).unwrap();
        self.tokens.past.lock().unwrap().insert(token.to_owned(), ended.client);
    }

    /// Makes a token known, bound to the app's key.
    pub(crate) fn give(&self, token: &str, kind: TokenKind) {
        let facts = TokenFacts {
            client: ClientId::new("app-1").unwrap(),
            scopes: vec!["accounts".to_owned()],
            thumbprint: Some(self.key.thumbprint().to_owned()),
            kind,
            expires_at: Timestamp::MAX,
        };
        self.tokens.known.lock().unwrap().insert(token.to_owned(), facts);
    }

    pub(crate) fn change(&self, token: &str, change: impl FnOnce(&mut TokenFacts)) {
        change(self.tokens.known.lock().unwrap().get_mut(token).unwrap());
    }

    pub(crate) fn ended(&self) -> Vec<ConsentId> {
        self.tokens.ended.lock().unwrap().clone()
    }

    pub(crate) fn nonce(&self) -> String {
        self.nonces.current(self.clock.now())
    }

    /// A proof by any key, for any request.
    pub(crate) fn proof_by(
        &self,
        key: &SigningKey,
        method: &str,
        url: &str,
        token: &str,
        nonce: Option<&str>,
    ) -> String {
        let url = Url::parse(url).unwrap();
        let token = SecretString::from(token);
        let request = ProofFor { method, url: &url, access_token: Some(&token), nonce };
        dpop::make(key, &request, &*self.clock, &*self.entropy).unwrap().expose_secret().to_owned()
    }

    /// A request as a well-behaved app sends it.
    pub(crate) fn request(&self, method: Method, path: &str, token: &str) -> http::request::Builder {
        self.request_at(BASE, method, path, token)
    }

    /// The same, for an API that lives elsewhere.
    pub(crate) fn request_at(&self, base: &str, method: Method, path: &str, token: &str) -> http::request::Builder {
        let url = format!("{ORIGIN}{base}{path}");
        let proof = self.proof_by(&self.key, method.as_str(), &url, token, Some(&self.nonce()));
        Request::builder()
            .method(method)
            .uri(format!("{base}{path}"))
            .header("authorization", format!("DPoP {token}"))
            .header("dpop", proof)
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: head.status, headers: head.headers, body }
    }

    /// The same, as from an address.
    pub(crate) async fn send_from(&self, peer: &str, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer.parse().unwrap()));
        self.send(request).await
    }

    /// Asks the platform why a response was what it was.
    pub(crate) async fn explanation(&self, token: &str, interaction: &str) -> Answer {
        let path = format!("/platform/v1/explanations/{interaction}");
        let proof = self.proof_by(&self.key, "GET", &format!("{ORIGIN}{path}"), token, Some(&self.nonce()));
        let request =
            Request::builder().uri(path).header("authorization", format!("DPoP {token}")).header("dpop", proof);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Why a response of the app was what it was, as its owner is told.
    pub(crate) async fn why(&self, answer: &Answer) -> Value {
        let explained = self.explanation(APP_TOKEN, answer.header("x-fapi-interaction-id")).await;
        assert_eq!(explained.status, 200);
        explained.json()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path, MINAS_TOKEN).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post_consent(&self, body: impl Into<Body>) -> Answer {
        let request = self.request(Method::POST, "/account-access-consents", APP_TOKEN);
        self.send(request.header("content-type", "application/json").body(body.into()).unwrap()).await
    }

    pub(crate) fn another_key(&self) -> SigningKey {
        SigningKey::make(&*self.entropy)
    }

    pub(crate) fn uuid(&self) -> String {
        self.entropy.uuid()
    }
}
