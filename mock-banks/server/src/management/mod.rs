//! Puts the management centre beside the banks: its parts are asked of each bank's own rooms through the traits that the
//! console lays down.

mod apps;
mod gates;

use std::sync::Arc;

use axum::Router;
use moa_bank_authz::AuthorisationServer;
use moa_bank_console::accounts::{Accounts, NewPassword};
use moa_bank_console::{Console, ConsoleParts, ManagedBank};
use moa_bank_core::Bank;
use moa_bank_core::state::Database;
use moa_bank_gateway::metrics::Metrics;
use moa_bank_registry::Registry;
use moa_bank_testbed::{Around, Bounds, Testbed, TestbedParts};
use moa_kernel::{Clock, Entropy, SecretString};

use apps::OwnApps;
pub(crate) use gates::OwnGate;
use gates::OwnGauges;

/// What the management centre shares with the world.
pub(crate) struct Ground {
    pub(crate) database: Database,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    /// The first admin's password, when it is not to be made here.
    pub(crate) password: Option<SecretString>,
    pub(crate) second_pair_of_eyes: bool,
    /// What all gateways count.
    pub(crate) metrics: Arc<Metrics>,
    /// What the platform puts around its gateways.
    pub(crate) around: Around,
}

/// A management centre that is open, not yet listening.
pub(crate) struct OpenConsole {
    pub(crate) app: Router,
    /// The first admin's password, if the account was made just now.
    pub(crate) first: Option<NewPassword>,
}

/// What is managed of a bank.
pub(crate) type Managed<'a> = (&'a Bank, &'a Registry, &'a AuthorisationServer, &'a OwnGate);

type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// Opens the management centre over banks that are open.
pub(crate) async fn open(ground: Ground, banks: impl Iterator<Item = Managed<'_>>) -> Result<OpenConsole, AnyError> {
    let managed: Vec<_> = banks.map(|bank| managed(bank, &ground)).collect();
    let (database, clock, entropy) = (ground.database.clone(), Arc::clone(&ground.clock), Arc::clone(&ground.entropy));
    let password = ground.password.clone();
    // Hashing a password takes its time.
    let opened = tokio::task::spawn_blocking(move || Accounts::open(database, clock, entropy, password)).await;
    let (accounts, first) = opened??;
    let parts = ConsoleParts {
        accounts,
        banks: managed,
        gauges: Arc::new(OwnGauges(ground.metrics)),
        database: ground.database,
        clock: ground.clock,
        second_pair_of_eyes: ground.second_pair_of_eyes,
    };
    Ok(OpenConsole { app: Console::open(parts).await?.router(), first })
}

fn managed((bank, registry, authorisation, gate): Managed<'_>, ground: &Ground) -> ManagedBank {
    let testbed = Testbed::new(TestbedParts {
        spec: bank.spec().clone(),
        clock: Arc::clone(&ground.clock),
        seed: SEED,
        bounds: Bounds::default(),
        around: Some(Arc::clone(&ground.around)),
    });
    ManagedBank {
        bank: bank.clone(),
        registry: registry.clone(),
        apps: Arc::new(OwnApps(authorisation.clone())),
        tester: Arc::new(testbed),
        gate: Arc::new(gate.clone()),
    }
}

/// The same definition gets the same generated inputs each time; a report names the seed.
const SEED: u64 = 2026;
