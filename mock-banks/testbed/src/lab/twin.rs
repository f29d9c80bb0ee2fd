//! The twin: the bank's own description, other people, state in memory, the bank's own registry and gateway.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use jiff::SignedDuration;
use moa_bank_core::Bank;
use moa_bank_core::consents::NewConsent;
use moa_bank_core::ledger::{Account, Window};
use moa_bank_core::life::{self, History};
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_bank_gateway::limits::Plans;
use moa_bank_gateway::watch::Watch;
use moa_bank_gateway::{GatewayParts, TokenFacts, TokenKind};
use moa_bank_processing::Processor;
use moa_bank_processing::adapters::LedgerCore;
use moa_bank_processing::codec::uk::Permission;
use moa_bank_processing::port::CoreSwitch;
use moa_bank_registry::{ApiDefinition, Registry};
use moa_kernel::{
    ClientId, Clock as _, ConsentId, CustomerId, Entropy as _, ExposeSecret as _, FrozenClock, SeededEntropy, Timestamp,
};
use moa_security::dpop::NonceSource;
use moa_security::keys::SigningKey;
use moa_security::replay::MemoryReplay;

use super::people::{CANARY, SUBJECT, with_lab_people};
use super::tokens::LabTokens;
use crate::run::Around;

/// The twin's origin. Nothing listens there: requests are handed over, not sent.
pub(super) const ORIGIN: &str = "https://twin.bank.example";
/// Months of life. Long enough for a second page at a bank of short pages, short enough to be quick.
const MONTHS: u32 = 3;
/// Proofs the twin remembers: more than any run sends.
const PROOFS_MAX: usize = 100_000;
/// The smallest plan there is.
const SMALLEST_PLAN: &str = "sandbox-small";
/// Time passes in the twin, so that nobody is held back by limits that the check is not about.
const TICK: SignedDuration = SignedDuration::from_secs(1);

const TICK_OF_KEYS: SignedDuration = SignedDuration::from_mins(5);

/// The apps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum App {
    /// The one that the subject gave consents to.
    Own,
    /// Another.
    Other,
    /// A third, on the smallest plan.
    Limited,
}

impl App {
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Own => Self::Other,
            Self::Other | Self::Limited => Self::Own,
        }
    }

    pub(crate) fn client(self) -> &'static str {
        match self {
            Self::Own => "lab-app-own",
            Self::Other => "lab-app-other",
            Self::Limited => "lab-app-limited",
        }
    }
}

/// What a twin is made of.
#[derive(Clone)]
pub(crate) struct TwinParts {
    pub(crate) spec: BankSpec,
    pub(crate) now: Timestamp,
    pub(crate) seed: u64,
    /// What is live in it from the start.
    pub(crate) live: Vec<ApiDefinition>,
    /// What the platform puts around a gateway.
    pub(crate) around: Option<Around>,
}

/// Why there is no twin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TwinError {
    #[error("its people cannot be made: {0}")]
    People(String),
    #[error("it cannot be opened: {0}")]
    Open(Box<dyn std::error::Error + Send + Sync>),
}

/// The twin.
pub(crate) struct Twin {
    pub(crate) bank: Bank,
    pub(crate) registry: Registry,
    pub(crate) router: Router,
    pub(crate) clock: Arc<FrozenClock>,
    pub(crate) entropy: Arc<SeededEntropy>,
    pub(crate) subject: CustomerId,
    pub(crate) accounts: Vec<Account>,
    pub(crate) canary: CustomerId,
    pub(crate) canary_accounts: Vec<Account>,
    tokens: Arc<LabTokens>,
    nonces: Arc<NonceSource>,
    keys: [SigningKey; 3],
    plans: Arc<Plans>,
}

impl Twin {
    /// Opens a twin. Waits for its database, so it belongs where waiting is allowed.
    pub(crate) fn open(parts: TwinParts) -> Result<Self, TwinError> {
        let spec = with_lab_people(&parts.spec).map_err(TwinError::People)?;
        let clock = Arc::new(FrozenClock::at(parts.now));
        let entropy = Arc::new(SeededEntropy::new(parts.seed));
        let database = Database::in_memory().map_err(open)?;
        let bank = Bank::open(spec, database, clock.clone(), entropy.clone()).map_err(open)?;
        life::settle(&bank, History { months: MONTHS, transactions: None }).map_err(open)?;
        let registry = Registry::open(&bank, parts.live).map_err(open)?;
        let (subject, canary) = (customer(&bank, SUBJECT)?, customer(&bank, CANARY)?);
        let accounts = bank.ledger().accounts_of(&subject).map_err(open)?;
        let canary_accounts = bank.ledger().accounts_of(&canary).map_err(open)?;
        let tokens = Arc::new(LabTokens::default());
        let nonces = Arc::new(NonceSource::new(&*entropy));
        let keys = [(), (), ()].map(|()| SigningKey::make(&*entropy));
        let plans = Arc::new(Plans::default());
        let core = CoreSwitch::new(Arc::new(LedgerCore::new(bank.clone())));
        let router = moa_bank_gateway::router(GatewayParts {
            bank: bank.clone(),
            origin: ORIGIN.to_owned(),
            registry: registry.clone(),
            tokens: tokens.clone(),
            nonces: nonces.clone(),
            proof_keys: Arc::default(),
            replay: Arc::new(MemoryReplay::new(clock.clone(), PROOFS_MAX)),
            remembers_since: Timestamp::MIN,
            processor: Processor::new(bank.clone(), Arc::new(core)),
            plans: plans.clone(),
            watch: Arc::new(Watch::of_a_rehearsal()),
            explanations: Arc::default(),
            metrics: Arc::default(),
        });
        let router = match &parts.around {
            Some(around) => around(router),
            None => router,
        };
        Ok(Self {
            bank,
            registry,
            router,
            clock,
            entropy,
            subject,
            accounts,
            canary,
            canary_accounts,
            tokens,
            nonces,
            keys,
            plans,
        })
    }

    pub(crate) fn key(&self, app: App) -> &SigningKey {
        let [own, other, limited] = &self.keys;
        match app {
            App::Own => own,
            App::Other => other,
            App::Limited => limited,
        }
    }

    pub(crate) fn nonce(&self) -> String {
        self.nonces.current(self.clock.now())
    }

    /// Puts an app on the plan that was made for running into every wall.
    pub(crate) fn put_on_the_smallest_plan(&self, app: App) -> Result<(), String> {
        self.plans.assign(&client(app), SMALLEST_PLAN).map_err(told)
    }

    /// Lets time pass, as it does between two requests: more before one with an idempotency key, because a bank has room
    /// for so many keys of an app a day and no more.
    pub(crate) fn tick(&self, has_key: bool) {
        self.clock.advance(if has_key { TICK_OF_KEYS } else { TICK });
    }

    /// A new token of an app, bound to its key.
    pub(crate) fn token(&self, app: App, scope: &str, kind: TokenKind) -> String {
        self.token_with(app, scope, kind, Timestamp::MAX)
    }

    /// The same, with an end.
    pub(crate) fn token_with(&self, app: App, scope: &str, kind: TokenKind, expires_at: Timestamp) -> String {
        let token = self.entropy.token().expose_secret().to_owned();
        let facts = TokenFacts {
            client: client(app),
            scopes: vec![scope.to_owned()],
            thumbprint: Some(self.key(app).thumbprint().to_owned()),
            kind,
            expires_at,
        };
        self.tokens.give(&token, facts);
        token
    }

    /// A consent of the subject for all their accounts, given to an app.
    pub(crate) async fn consent(&self, app: App, permissions: &[Permission]) -> Result<ConsentId, String> {
        let accounts: BTreeSet<_> = self.accounts.iter().map(|account| account.id.clone()).collect();
        let (bank, subject, asked) = (self.bank.clone(), self.subject.clone(), self.asks_for(app, permissions));
        waiting(move || {
            let consent = bank.consents().create(asked).map_err(told)?;
            bank.consents().authorise(&consent.id, &subject, accounts).map_err(told)?;
            Ok(consent.id)
        })
        .await
    }

    /// A consent that nobody has decided on yet.
    pub(crate) async fn open_consent(&self, app: App) -> Result<ConsentId, String> {
        let (bank, asked) = (self.bank.clone(), self.asks_for(app, &[Permission::ReadAccountsBasic]));
        waiting(move || bank.consents().create(asked).map(|consent| consent.id).map_err(told)).await
    }

    /// Has the subject take a consent back.
    pub(crate) async fn revoke(&self, consent: &ConsentId) -> Result<(), String> {
        let (bank, consent, subject) = (self.bank.clone(), consent.clone(), self.subject.clone());
        waiting(move || bank.consents().revoke(&consent, &subject).map(drop).map_err(told)).await
    }

    fn asks_for(&self, app: App, permissions: &[Permission]) -> NewConsent {
        NewConsent {
            client: client(app),
            permissions: permissions.iter().map(ToString::to_string).collect(),
            expires_at: self.clock.now().checked_add(SignedDuration::from_hours(24 * 90)).ok(),
            history: Window::ALL,
        }
    }
}

/// Runs what waits for the database where waiting is allowed.
async fn waiting<T: Send + 'static>(work: impl FnOnce() -> Result<T, String> + Send + 'static) -> Result<T, String> {
    tokio::task::spawn_blocking(work).await.map_err(told)?
}

fn customer(bank: &Bank, login: &str) -> Result<CustomerId, TwinError> {
    let found = bank.customers().find_customer(login).map_err(open)?;
    found.ok_or_else(|| TwinError::People(format!("{login} is not there")))
}

#[allow(clippy::expect_used, reason = "the two names are in this file")]
fn client(app: App) -> ClientId {
    ClientId::new(app.client()).expect("a client id")
}

fn open(error: impl std::error::Error + Send + Sync + 'static) -> TwinError {
    TwinError::Open(Box::new(error))
}

#[allow(clippy::needless_pass_by_value, reason = "errors are handed over")]
fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}
