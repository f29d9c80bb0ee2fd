//! What a world is to be like.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use moa_bank_core::life::History;
use moa_kernel::{BankId, Clock, Entropy, OsEntropy, SecretString, SystemClock};

use crate::clients::ClientsFile;
use crate::cores::CoresOutside;

/// What a world is to be like. [`WorldOptions::in_memory`] is what most tests want.
pub struct WorldOptions {
    /// Which banks.
    pub banks: BankChoice,
    /// On which ports.
    pub ports: Ports,
    /// Where the state is kept.
    pub state: StatePlace,
    /// Whether everything is served over TLS.
    pub tls: Option<TlsChoice>,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where keys, tokens and ids come from.
    pub entropy: Arc<dyn Entropy>,
    /// How much of the customers' lives is invented at the first start.
    pub history: History,
    /// Other lives than the banks' files would give.
    pub seed: Option<u64>,
    /// Apps that are known from the start.
    pub clients: Option<ClientsFile>,
    /// Cores that run as processes of their own.
    pub cores_outside: Option<CoresOutside>,
    /// The management centre.
    pub admin: AdminOptions,
    /// Something to put around every bank's app: a test listens to the traffic with it.
    pub around: Option<Around>,
}

/// How the management centre is to be.
#[derive(Debug, Clone, Default)]
pub struct AdminOptions {
    /// On which port.
    pub port: AdminPort,
    /// The first admin's password. Without it one is made at the first start, and shown once.
    pub password: Option<SecretString>,
    /// Whether an API goes live only when somebody else than who asked for it approves.
    pub second_pair_of_eyes: bool,
}

/// On which port of 127.0.0.1 the management centre listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AdminPort {
    /// Just before the directory's; on whichever is free when that is not known beforehand.
    #[default]
    BeforeTheDirectory,
    /// On this one; 0 asks the system for a free one.
    This(u16),
}

/// Wraps a bank's whole app in something else.
pub type Around = Arc<dyn Fn(Router) -> Router + Send + Sync>;

/// Which banks a world has.
#[derive(Debug, Clone)]
pub enum BankChoice {
    /// All that come with this program.
    Embedded,
    /// Those of this program's banks.
    Only(Vec<BankId>),
    /// The `*.toml` files of a folder, all or only some of them.
    Folder {
        /// The folder.
        path: PathBuf,
        /// Only these; all when empty.
        only: Vec<BankId>,
    },
}

/// On which ports of 127.0.0.1 a world listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ports {
    /// On whichever are free.
    Free,
    /// The directory on this one, the banks on those after it.
    From(u16),
    /// The directory on the first, the banks on the others, in their order.
    These(Vec<u16>),
}

/// Where a world keeps its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatePlace {
    /// Nowhere: it is forgotten when the world stops.
    Memory,
    /// In this file.
    File(PathBuf),
}

/// Where the certificate authority comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TlsChoice {
    /// Made for this run only.
    Ephemeral,
    /// Kept in this folder, made there at the first start.
    KeptIn(PathBuf),
}

impl WorldOptions {
    /// All banks, on free ports, in memory, over plain HTTP, with real time and real randomness and a year of history.
    #[must_use]
    pub fn in_memory() -> Self {
        Self {
            banks: BankChoice::Embedded,
            ports: Ports::Free,
            state: StatePlace::Memory,
            tls: None,
            clock: Arc::new(SystemClock),
            entropy: Arc::new(OsEntropy),
            history: History { months: 12, transactions: None },
            seed: None,
            clients: None,
            cores_outside: None,
            admin: AdminOptions::default(),
            around: None,
        }
    }

    /// Only these banks of the program's own.
    ///
    /// # Errors
    /// When a name cannot be a bank's id.
    pub fn only(mut self, ids: &[&str]) -> Result<Self, moa_kernel::IdError> {
        let ids: Result<Vec<_>, _> = ids.iter().map(|id| BankId::new(*id)).collect();
        self.banks = BankChoice::Only(ids?);
        Ok(self)
    }
}

impl AdminOptions {
    /// Where the management centre listens, beside a world that listens on `ports`.
    pub(super) fn ports(&self, ports: &Ports) -> Ports {
        match (self.port, ports) {
            (AdminPort::This(port), _) => Ports::These(vec![port]),
            (AdminPort::BeforeTheDirectory, Ports::From(base)) => {
                Ports::These(base.checked_sub(1).into_iter().collect())
            }
            (AdminPort::BeforeTheDirectory, Ports::Free | Ports::These(_)) => Ports::Free,
        }
    }
}

impl Ports {
    /// The port of the nth server (the directory is the first); 0 asks the system for a free one.
    pub(super) fn nth(&self, n: usize) -> Option<u16> {
        match self {
            Self::Free => Some(0),
            Self::From(base) => u16::try_from(n).ok().and_then(|n| base.checked_add(n)),
            Self::These(ports) => ports.get(n).copied(),
        }
    }
}

impl std::fmt::Debug for WorldOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorldOptions")
            .field("banks", &self.banks)
            .field("ports", &self.ports)
            .field("state", &self.state)
            .field("tls", &self.tls)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}
