//! Why a world does not start. Each variant says what to do about it, because a person at a terminal reads it.

use std::path::PathBuf;

use moa_bank_core::spec::SpecError;
use moa_bank_core::state::StateError;
use moa_kernel::BankId;

use crate::clients::ClientsError;
use crate::cores::CoreError;
use crate::tls::TlsError;

/// Why a world does not start.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// A bank's file makes no sense.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// The folder of banks cannot be read.
    #[error("the folder of banks {} cannot be read", path.display())]
    Folder {
        /// Which folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// There is no such bank.
    #[error("there is no bank `{0}` here; there are: {1}")]
    NoSuchBank(BankId, String),
    /// There is no bank at all.
    #[error("there is no bank to run: each is a *.toml file of the folder, as those in mock-banks/server/banks are")]
    NoBanks,
    /// There are more servers than ports.
    #[error("there is no port left for server number {0}: choose a lower --port-base")]
    NoPort(usize),
    /// A port is taken.
    #[error(
        "port {port} is in use: perhaps the banks are running already; stop the other program, or choose other ports with --port-base (and --admin-port)"
    )]
    PortInUse {
        /// Which port.
        port: u16,
    },
    /// A port cannot be had for another reason.
    #[error("port {port} cannot be listened on")]
    Listen {
        /// Which port.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// The state cannot be used.
    #[error("the state cannot be used")]
    State(#[from] StateError),
    /// A bank cannot be opened.
    #[error("the bank `{bank}` cannot be opened")]
    Open {
        /// Which bank.
        bank: BankId,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Somebody changes the state by hand.
    #[error("an offline command is changing the state: start again when it is done")]
    Held(#[from] super::HoldError),
    /// The management centre cannot be opened.
    #[error("the management centre cannot be opened")]
    Console(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// TLS cannot be set up.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The inside of the banks cannot be set up, or a core cannot be started.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// A core is expected outside of a bank that is not here.
    #[error("there is no bank `{0}` here whose core could be outside")]
    NoSuchCore(BankId),
    /// The apps cannot be registered.
    #[error(transparent)]
    Clients(#[from] ClientsError),
}
