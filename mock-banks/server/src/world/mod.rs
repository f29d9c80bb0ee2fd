//! Puts a country together and takes it apart again.
//!
//! Ports are taken first, because a bank's name in the protocol (its issuer) is its origin. Then the state is opened, each
//! bank with its lives, its authorisation server and its gateway; then the management centre over all of them; last the
//! directory, which lists what is there.

mod error;
mod hold;
mod options;
mod origin;
mod running;
mod specs;

pub use error::WorldError;
pub use hold::{Hold, HoldError};
pub use options::{AdminOptions, AdminPort, Around, BankChoice, Ports, StatePlace, TlsChoice, WorldOptions};
pub use running::{RunningBank, RunningWorld};
pub use specs::{embedded_ids, spec_of};

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_kernel::{BankId, Timestamp};
use rustls::ServerConfig;
use tokio::net::TcpListener;

use crate::clients;
use crate::cores::Cores;
use crate::directory::{self, ListedBank};
use crate::listen::Listening;
use crate::management::{self, Ground};
use crate::tls::{self, Authority};
use origin::{OpenBank, Shared};
use running::Management;

/// A country of banks, to be started.
#[derive(Debug, Clone, Copy)]
pub struct World;

/// A server's place: taken, not yet answering.
struct Place {
    listener: TcpListener,
    origin: String,
}

impl World {
    /// Starts a country. When it returns, every bank answers.
    ///
    /// # Errors
    /// See [`WorldError`]; nothing is left running then.
    pub async fn start(options: WorldOptions) -> Result<RunningWorld, WorldError> {
        let specs = specs::read(&options.banks, options.seed)?;
        let absent = |id: &&BankId| !specs.iter().any(|spec| spec.id == **id);
        if let Some(id) = options.cores_outside.iter().flat_map(|outside| &outside.banks).find(absent) {
            return Err(WorldError::NoSuchCore(id.clone()));
        }
        let authority = authority(&options)?;
        let tls = authority.as_ref().map(|it| tls::server_config(it, options.clock.now())).transpose()?;
        let directory = take_place(&options.ports, 0, tls.is_some()).await?;
        let mut places = Vec::new();
        for n in 1..=specs.len() {
            places.push(take_place(&options.ports, n, tls.is_some()).await?);
        }
        let admin = take_place(&options.admin.ports(&options.ports), 0, tls.is_some()).await?;
        let hold = hold(&options.state)?;
        let shared = Shared {
            database: open_state(&options.state)?,
            clock: Arc::clone(&options.clock),
            entropy: Arc::clone(&options.entropy),
            history: options.history,
            metrics: Arc::default(),
            cores: Arc::new(Cores::new(Arc::clone(&options.clock), options.cores_outside.clone())?),
            // A world in memory has no past in which anything could have been used.
            remembers_since: match options.state {
                StatePlace::Memory => Timestamp::MIN,
                StatePlace::File(_) => options.clock.now(),
            },
        };
        let mut banks = Vec::new();
        for (spec, place) in specs.into_iter().zip(places) {
            let open = open_bank(spec, &place.origin, &shared).await?;
            clients::register(options.clients.as_ref(), &open.bank, &open.authorisation)?;
            let open = match &options.around {
                Some(around) => OpenBank { app: around(open.app), ..open },
                None => open,
            };
            banks.push(start_bank(open, place, tls.clone()));
        }
        let ground = Ground {
            database: shared.database,
            clock: shared.clock,
            entropy: shared.entropy,
            password: options.admin.password,
            second_pair_of_eyes: options.admin.second_pair_of_eyes,
            metrics: shared.metrics,
            around: Arc::new(origin::layered),
        };
        let open =
            management::open(ground, banks.iter().map(RunningBank::managed)).await.map_err(WorldError::Console)?;
        let listening = Listening::start(admin.listener, open.app, tls.clone());
        let management = Management { origin: admin.origin, listening, first: open.first, hold };
        let listed = banks.iter().map(ListedBank::of).collect();
        let app = directory::router(&directory.origin, listed);
        let listening = Listening::start(directory.listener, app, tls);
        Ok(RunningWorld::new(directory.origin, listening, banks, authority, management))
    }
}

fn authority(options: &WorldOptions) -> Result<Option<Authority>, WorldError> {
    let now = options.clock.now();
    Ok(match &options.tls {
        None => None,
        Some(TlsChoice::Ephemeral) => Some(Authority::in_memory(now)?),
        Some(TlsChoice::KeptIn(folder)) => Some(Authority::kept_in(folder, now)?),
    })
}

fn hold(place: &StatePlace) -> Result<Option<Hold>, WorldError> {
    match place {
        StatePlace::Memory => Ok(None),
        StatePlace::File(path) => Ok(Some(Hold::together(path)?)),
    }
}

fn open_state(place: &StatePlace) -> Result<Database, WorldError> {
    Ok(match place {
        StatePlace::Memory => Database::in_memory()?,
        StatePlace::File(path) => Database::open_file(path)?,
    })
}

async fn take_place(ports: &Ports, n: usize, tls: bool) -> Result<Place, WorldError> {
    let port = ports.nth(n).ok_or(WorldError::NoPort(n))?;
    let unavailable = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::AddrInUse => WorldError::PortInUse { port },
        _ => WorldError::Listen { port, source },
    };
    // Never another address: these banks have demo passwords and belong on this machine alone.
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).await.map_err(unavailable)?;
    let port = listener.local_addr().map_err(unavailable)?.port();
    let scheme = if tls { "https" } else { "http" };
    Ok(Place { listener, origin: format!("{scheme}://127.0.0.1:{port}") })
}

async fn open_bank(spec: BankSpec, origin: &str, shared: &Shared) -> Result<OpenBank, WorldError> {
    let (bank, origin, shared) = (spec.id.clone(), origin.to_owned(), shared.clone());
    let opened = tokio::task::spawn_blocking(move || origin::open(spec, &origin, &shared)).await;
    match opened {
        Ok(Ok(open)) => Ok(open),
        Ok(Err(source)) => Err(WorldError::Open { bank, source }),
        Err(error) => Err(WorldError::Open { bank, source: error.into() }),
    }
}

fn start_bank(open: OpenBank, place: Place, tls: Option<Arc<ServerConfig>>) -> RunningBank {
    let listening = Listening::start(place.listener, open.app, tls);
    RunningBank::new(place.origin, (open.bank, open.authorisation, open.registry, open.gate), open.core, listening)
}
