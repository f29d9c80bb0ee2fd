//! The inside of each bank: which server keeps its books, where it runs, and how its processing reaches it.
//!
//! [`Cores`] has a world's internal authority. [`Cores::start`] gives a bank the core its file names: the ledger in this
//! process, or an internal server on a loopback port of its own that starts and stops with the world. A core may also run
//! as a process of its own ([`process`]): then the world only leaves an identity for it in a folder ([`CoresOutside`]), and
//! looks there for its address whenever it dials.

mod error;
mod keeper;
pub mod process;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use moa_bank_core::Bank;
use moa_bank_core::spec::CoreKind;
use moa_bank_internal::door::{Door, Host};
use moa_bank_internal::identity::{Address, Authority, Component, Dialer};
use moa_bank_internal::iso20022::server::Iso20022Server;
use moa_bank_internal::telegram::server::TelegramServer;
use moa_bank_internal::temperament::Temperament;
use moa_bank_processing::adapters::{Iso20022Core, LedgerCore, TelegramCore};
use moa_bank_processing::port::CoreBanking;
use moa_kernel::{BankId, Clock};
use tokio::net::TcpListener;

pub use error::CoreError;
pub(crate) use keeper::CoreKeeper;

/// The file in which a core of its own process says where it listens.
const ADDRESS: &str = "address";

/// Cores that run as processes of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoresOutside {
    /// Where their identities are left, and where they say where they listen: a folder for each bank.
    pub folder: PathBuf,
    /// The banks whose core is outside.
    pub banks: Vec<BankId>,
}

/// The inside of a world.
pub(crate) struct Cores {
    authority: Authority,
    clock: Arc<dyn Clock>,
    outside: Option<CoresOutside>,
}

/// A core that runs, with the door of its server when it is in this process.
pub(crate) struct StartedCore {
    pub(crate) core: Arc<dyn CoreBanking>,
    pub(crate) door: Option<Door>,
}

impl Cores {
    /// The inside of a world that starts now.
    pub(crate) fn new(clock: Arc<dyn Clock>, outside: Option<CoresOutside>) -> Result<Self, CoreError> {
        Ok(Self { authority: Authority::make(clock.now())?, clock, outside })
    }

    /// Starts the core that a bank's file names, and gives what processing asks through.
    pub(crate) fn start_of(&self, bank: &Bank) -> Result<StartedCore, CoreError> {
        match self.outside.as_ref().filter(|outside| outside.banks.contains(bank.id())) {
            Some(outside) => self.expect_outside(bank, outside),
            None => self.start(bank, bank.spec().core.kind),
        }
    }

    /// Starts a core of a kind in this process. Call it within the runtime.
    pub(crate) fn start(&self, bank: &Bank, kind: CoreKind) -> Result<StartedCore, CoreError> {
        let Some(host) = host(bank, kind) else {
            return Ok(StartedCore { core: Arc::new(LedgerCore::tempered(bank.clone())), door: None });
        };
        let identity = self.authority.issue(Component::Core, bank.id(), self.clock.now())?;
        let door = Door::open(listener(0)?, &identity, Arc::clone(&self.clock), host)?;
        let core = self.dial(bank, kind, Address::At(door.address()))?;
        Ok(StartedCore { core, door: Some(door) })
    }

    /// Leaves an identity for a core that another process runs.
    fn expect_outside(&self, bank: &Bank, outside: &CoresOutside) -> Result<StartedCore, CoreError> {
        let folder = outside.folder.join(bank.id().as_str());
        self.authority.issue(Component::Core, bank.id(), self.clock.now())?.write_to(&folder)?;
        let core = self.dial(bank, bank.spec().core.kind, Address::WrittenIn(folder.join(ADDRESS)))?;
        Ok(StartedCore { core, door: None })
    }

    /// The side of the bank's processing.
    fn dial(&self, bank: &Bank, kind: CoreKind, address: Address) -> Result<Arc<dyn CoreBanking>, CoreError> {
        let identity = self.authority.issue(Component::Processing, bank.id(), self.clock.now())?;
        let dialer = Dialer::new(&identity, Component::Core, address, Arc::clone(&self.clock))?;
        let (temper, clock) = (&bank.spec().core.temper, Arc::clone(&self.clock));
        match kind {
            CoreKind::Telegram => Ok(Arc::new(TelegramCore::new(dialer, temper, clock))),
            CoreKind::Iso20022 => Ok(Arc::new(Iso20022Core::new(dialer, temper, clock))),
            CoreKind::Ledger => Err(CoreError::NoServer(bank.id().clone())),
        }
    }
}

impl std::fmt::Debug for Cores {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cores").field("outside", &self.outside).finish_non_exhaustive()
    }
}

/// The server of a kind of core. The ledger has none.
fn host(bank: &Bank, kind: CoreKind) -> Option<Arc<dyn Host>> {
    let temperament = || Temperament::of(bank.spec(), Arc::clone(bank.clock()));
    match kind {
        CoreKind::Telegram => Some(Arc::new(TelegramServer::new(bank.clone(), temperament()))),
        CoreKind::Iso20022 => Some(Arc::new(Iso20022Server::new(bank.clone(), temperament()))),
        CoreKind::Ledger => None,
    }
}

/// A place on this machine. Never another address: nobody but this machine's processing has any business here.
fn listener(port: u16) -> Result<TcpListener, CoreError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let unavailable = |source| CoreError::Listen { address, source };
    let listener = std::net::TcpListener::bind(address).map_err(unavailable)?;
    listener.set_nonblocking(true).map_err(unavailable)?;
    TcpListener::from_std(listener).map_err(unavailable)
}
