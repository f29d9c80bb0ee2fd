//! Everything that answers under one bank's origin: its authorisation server and its API, behind one list of layers.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use http::StatusCode;
use moa_bank_authz::{AuthorisationServer, Profile};
use moa_bank_core::Bank;
use moa_bank_core::life::{self, History};
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_bank_gateway::GatewayParts;
use moa_bank_gateway::metrics::Metrics;
use moa_bank_processing::Processor;
use moa_bank_registry::{Registry, shipped};
use moa_kernel::{Clock, Entropy, Issuer, Timestamp};
use moa_security::replay::MemoryReplay;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::cores::{CoreKeeper, Cores};
use crate::logins::WatchedLogins;
use crate::management::OwnGate;
use crate::tokens::OwnTokens;

/// Proofs that are remembered at once. Each is forgotten after a minute or so.
const PROOFS_MAX: usize = 100_000;
/// The gateway has a shorter limit of its own; this one is for the pages and endpoints beside it.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(60);

/// A bank that is open, not yet listening.
pub(super) struct OpenBank {
    pub(super) bank: Bank,
    pub(super) authorisation: AuthorisationServer,
    pub(super) registry: Registry,
    pub(super) gate: OwnGate,
    pub(super) core: CoreKeeper,
    pub(super) app: Router,
}

/// What every bank of a world shares.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) database: Database,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) history: History,
    pub(super) cores: Arc<Cores>,
    /// What all gateways count.
    pub(super) metrics: Arc<Metrics>,
    /// From before this moment nobody knows which proofs were used.
    pub(super) remembers_since: Timestamp,
}

type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// Opens a bank under its origin. Hashes passwords and may book years of history: call it where waiting is allowed.
pub(super) fn open(spec: BankSpec, origin: &str, shared: &Shared) -> Result<OpenBank, AnyError> {
    let (clock, entropy) = (Arc::clone(&shared.clock), Arc::clone(&shared.entropy));
    let bank = Bank::open(spec, shared.database.clone(), Arc::clone(&clock), entropy)?;
    life::settle(&bank, shared.history)?;
    let registry = Registry::open(&bank, shipped()?)?;
    let issuer = Issuer::new(origin)?;
    let gate = OwnGate::new(bank.id().clone(), Arc::clone(&shared.metrics));
    let logins = WatchedLogins::new(bank.clone(), &gate);
    let authorisation = AuthorisationServer::open(bank.clone(), Profile::fapi2_security(), issuer, Arc::new(logins))?;
    let core = CoreKeeper::start(Arc::clone(&shared.cores), bank.clone())?;
    let gateway = moa_bank_gateway::router(GatewayParts {
        bank: bank.clone(),
        origin: origin.to_owned(),
        registry: registry.clone(),
        tokens: Arc::new(OwnTokens::of(authorisation.clone())),
        nonces: authorisation.nonces(),
        proof_keys: Arc::default(),
        replay: Arc::new(MemoryReplay::new(clock, PROOFS_MAX)),
        remembers_since: shared.remembers_since,
        processor: Processor::new(bank.clone(), Arc::clone(core.switch())),
        plans: Arc::clone(&gate.plans),
        watch: Arc::clone(&gate.watch),
        explanations: Arc::clone(&gate.explanations),
        metrics: Arc::clone(&gate.metrics),
    });
    let app = layered(authorisation.router().merge(gateway));
    Ok(OpenBank { bank, authorisation, registry, gate, core, app })
}

/// What is around everything of a bank.
pub(super) fn layered(app: Router) -> Router {
    app.layer(
        tower::ServiceBuilder::new()
            // Outermost: a page that panics closes no connection and shows nothing of why.
            .layer(CatchPanicLayer::new())
            .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, ANSWER_TIME_MAX)),
    )
}
