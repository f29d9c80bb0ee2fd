//! Why a core does not start.

use std::net::SocketAddr;
use std::path::PathBuf;

use moa_bank_core::OpenError;
use moa_bank_core::state::StateError;
use moa_bank_internal::identity::IdentityError;
use moa_kernel::BankId;

/// Why a core does not start. Each variant says what to do about it, where somebody can.
#[derive(Debug, thiserror::Error)]
pub enum CoreError {
    /// The component has no identity, or it cannot be used.
    #[error("the core has no identity: a world that expects it outside leaves one (serve --core-outside)")]
    Identity(#[from] IdentityError),
    /// No port can be had.
    #[error("{address} cannot be listened on")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// The bank's core is the ledger, which runs in the world's own process.
    #[error("the core of `{0}` has no server: its file says that the ledger keeps its books")]
    NoServer(BankId),
    /// The state cannot be used.
    #[error("the state cannot be used")]
    State(#[from] StateError),
    /// The bank cannot be opened.
    #[error("the bank cannot be opened")]
    Open(#[from] OpenError),
    /// The core was stopped while it was opening its books.
    #[error("the core was stopped while it was opening its books")]
    Stopped(#[from] tokio::task::JoinError),
    /// The address cannot be left for the world to find.
    #[error("{} cannot be written", path.display())]
    Address {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}
