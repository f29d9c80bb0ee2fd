//! A management centre over one bank in memory, and sessions of every role.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::{Method, Request};
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use moa_bank_console::accounts::{AccountName, Accounts, LogInOutcome};
use moa_bank_console::roles::Role;
use moa_bank_console::{Console, ConsoleParts, ManagedBank};
use moa_bank_core::Bank;
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_bank_registry::{Registry, shipped};
use moa_kernel::{Clock, ExposeSecret as _, FrozenClock, SecretString, SeededEntropy};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::fakes::{Apps, Told};
use crate::gate::BareGate;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// A management centre, and doors to what stands behind it.
pub(crate) struct Stage {
    pub(crate) router: Router,
    pub(crate) bank: Bank,
    pub(crate) registry: Registry,
    pub(crate) gate: Arc<BareGate>,
    pub(crate) apps: Arc<Apps>,
    pub(crate) accounts: Accounts,
    pub(crate) clock: Arc<FrozenClock>,
    pub(crate) database: Database,
    pub(crate) admin: String,
}

/// An answer, read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{} {}", self.status, self.text))
    }

    /// Status and code of a problem.
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self:?}");
        (self.status, self.json()["code"].as_str().unwrap().to_owned())
    }
}

impl Stage {
    pub(crate) async fn new() -> Self {
        Self::with(false, Database::in_memory().unwrap()).await
    }

    pub(crate) async fn with(second_pair_of_eyes: bool, database: Database) -> Self {
        let clock = Arc::new(FrozenClock::at("2026-11-24T09:00:00Z".parse().unwrap()));
        let entropy = Arc::new(SeededEntropy::new(7));
        let spec = format!("{}/../server/banks/thames.toml", env!("CARGO_MANIFEST_DIR"));
        let spec = BankSpec::load(spec.as_ref()).unwrap();
        let bank = Bank::open(spec, database.clone(), Arc::clone(&clock) as _, Arc::clone(&entropy) as _).unwrap();
        let registry = Registry::open(&bank, shipped().unwrap()).unwrap();
        let password = Some(SecretString::from(PASSWORD));
        let (accounts, _) =
            Accounts::open(database.clone(), Arc::clone(&clock) as _, Arc::clone(&entropy) as _, password).unwrap();
        let (gate, apps) = (Arc::new(BareGate::default()), Arc::new(Apps::with(&["app-1", "app-2"])));
        let managed = ManagedBank {
            bank: bank.clone(),
            registry: registry.clone(),
            apps: Arc::clone(&apps) as _,
            tester: Arc::new(Told),
            gate: Arc::clone(&gate) as _,
        };
        let parts = ConsoleParts {
            accounts: accounts.clone(),
            banks: vec![managed],
            gauges: Arc::new(BareGate::default()),
            database: database.clone(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            second_pair_of_eyes,
        };
        let router = Console::open(parts).await.unwrap().router();
        let mut stage = Self { router, bank, registry, gate, apps, accounts, clock, database, admin: String::new() };
        stage.admin = stage.log_in("admin", PASSWORD);
        stage
    }

    pub(crate) fn log_in(&self, name: &str, password: &str) -> String {
        match self.accounts.log_in(name, &SecretString::from(password)).unwrap() {
            LogInOutcome::Opened(opened) => opened.token.expose_secret().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    /// A session of a new account of this role.
    pub(crate) fn session(&self, name: &str, role: Role) -> String {
        let made = self.accounts.add(&AccountName::new(name).unwrap(), role, "admin:admin").unwrap();
        self.log_in(name, made.password.expose_secret())
    }

    /// Sends a request as somebody; an empty token sends none.
    pub(crate) async fn ask(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap());
        request = request.uri(path).header("host", "127.0.0.1:7299");
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.send(request.unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let text = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        Answer { status: head.status.as_u16(), headers: head.headers, text }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(&self.admin, "GET", path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(&self.admin, "POST", path, Some(body)).await
    }

    /// Drafts, submits and verifies; gives the verification when it is over.
    pub(crate) async fn verified(&self, definition: &Value) -> Value {
        let at = at(definition);
        assert_eq!(self.post("/admin/v1/banks/thames/apis", definition.clone()).await.status, 201);
        assert_eq!(self.post(&format!("{at}/submit"), json!({})).await.status, 200);
        assert_eq!(self.post(&format!("{at}/verification"), json!({})).await.status, 202);
        self.over(&at).await
    }

    /// Publishes an API as it is now.
    pub(crate) async fn publish(&self, at: &str) -> Answer {
        self.post(&format!("{at}/publish"), json!({ "definition": self.hash_now(at).await })).await
    }

    /// The hash of the definition that is there now, or one of nothing.
    pub(crate) async fn hash_now(&self, at: &str) -> String {
        self.get(at).await.json()["definition"].as_str().unwrap_or(&"0".repeat(64)).to_owned()
    }

    /// Waits until a verification is over.
    pub(crate) async fn over(&self, at: &str) -> Value {
        loop {
            let verification = self.get(&format!("{at}/verification")).await.json();
            if !["waiting", "running"].contains(&verification["status"].as_str().unwrap()) {
                return verification;
            }
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn later(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// What the bank's log says, as `actor action subject`.
    pub(crate) fn audited(&self) -> Vec<String> {
        let records = self.bank.audit().page(0, 1000).unwrap();
        let line =
            |record: moa_bank_core::audit::Record| format!("{} {} {}", record.actor, record.action, record.subject);
        records.into_iter().map(line).collect()
    }
}

/// Where an API is managed.
pub(crate) fn at(definition: &Value) -> String {
    let (family, version) = (definition["family"].as_str().unwrap(), definition["version"].as_str().unwrap());
    format!("/admin/v1/banks/thames/apis/{family}/{version}")
}

/// An API of one operation.
pub(crate) fn definition(version: &str, title: &str) -> Value {
    let major = version.split('.').next().unwrap();
    json!({
        "family": "nothing-special",
        "version": version,
        "title": title,
        "base_path": format!("/nothing-special/v{major}"),
        "document": {
            "openapi": "3.0.3",
            "info": { "title": title, "version": version },
            "paths": { "/accounts": { "get": {
                "operationId": "ListAccounts",
                "security": [{ "oauth": ["accounts"] }],
                "responses": { "200": { "description": "The accounts" } },
            } } },
            "components": { "securitySchemes": { "oauth": { "type": "oauth2", "flows": {} } } },
        },
        "operations": [{
            "id": "ListAccounts",
            "method": "GET",
            "path": "/accounts",
            "grant": "customer",
            "scope": "accounts",
            "permissions": ["ReadAccountsBasic"],
            "handler": { "uk": "Accounts" },
        }],
    })
}
