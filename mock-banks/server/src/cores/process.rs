//! One bank's core as a process of its own: `mock-banks core`.
//!
//! It opens the world's state file beside the world, takes the identity that the world left for it, listens, and writes
//! down where. It may be stopped and started as often as anybody likes: the world finds it again by the address it wrote.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use moa_bank_core::Bank;
use moa_bank_core::spec::{BankSpec, CoreKind};
use moa_bank_core::state::Database;
use moa_bank_internal::door::Door;
use moa_bank_internal::identity::{Component, Identity};
use moa_kernel::{Clock, Entropy};

use super::{ADDRESS, CoreError, host, listener};

/// What a core of its own process needs.
pub struct CoreOptions {
    /// The bank.
    pub spec: BankSpec,
    /// The world's state file.
    pub state: PathBuf,
    /// The folder in which the world left identities.
    pub folder: PathBuf,
    /// On which port; 0 takes any that is free.
    pub port: u16,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where luck comes from.
    pub entropy: Arc<dyn Entropy>,
}

/// A core that runs.
#[derive(Debug)]
pub struct RunningCore {
    door: Door,
    kind: CoreKind,
    written: PathBuf,
}

impl RunningCore {
    /// Starts the core. When it returns, the core answers and the world can find it.
    ///
    /// # Errors
    /// See [`CoreError`]; nothing is left running then.
    pub async fn start(options: CoreOptions) -> Result<Self, CoreError> {
        let CoreOptions { spec, state, folder, port, clock, entropy } = options;
        let (kind, folder) = (spec.core.kind, folder.join(spec.id.as_str()));
        let identity = Identity::read_from(&folder, Component::Core, &spec.id)?;
        let bank_clock = Arc::clone(&clock);
        let opening = move || -> Result<Bank, CoreError> {
            Ok(Bank::open(spec, Database::open_file(&state)?, bank_clock, entropy)?)
        };
        // Opening waits for the database, and may hash passwords.
        let bank = tokio::task::spawn_blocking(opening).await??;
        let host = host(&bank, kind).ok_or_else(|| CoreError::NoServer(bank.id().clone()))?;
        let door = Door::open(listener(port)?, &identity, clock, host)?;
        let written = folder.join(ADDRESS);
        write_down(door.address(), &written)?;
        Ok(Self { door, kind, written })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.door.address()
    }

    /// What it speaks.
    #[must_use]
    pub const fn kind(&self) -> CoreKind {
        self.kind
    }

    /// Stops it: a short grace for what is under way.
    pub async fn stop(mut self) {
        // Whoever looks for it from now on finds nothing, instead of nobody.
        let _ = std::fs::remove_file(&self.written);
        self.door.close().await;
    }
}

/// Beside first, then in its place: nobody ever reads half an address.
fn write_down(address: SocketAddr, path: &Path) -> Result<(), CoreError> {
    let beside = path.with_extension("new");
    let written = std::fs::write(&beside, format!("{address}\n")).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|source| CoreError::Address { path: path.to_owned(), source })
}
