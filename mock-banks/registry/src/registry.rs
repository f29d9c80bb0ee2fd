//! The handle on one bank's registry. Cheap to clone; reading never waits, changes wait for each other.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;
use moa_bank_core::Bank;

use crate::damage::Damage;
use crate::definition::{ApiDefinition, Family, Version};
use crate::error::RegistryError;
use crate::record::ApiRecord;
use crate::report::{ReportId, StoredReport};
use crate::shelf::Shelf;
use crate::store;
use crate::table::Table;

/// One bank's APIs. Open it once and clone the handle: what two handles that were opened apart would change, each would take
/// for tampering by the other.
///
/// Methods that change something, and those that read reports, wait for the database: an async caller runs them in
/// `spawn_blocking`. The others read what is in memory.
#[derive(Clone)]
pub struct Registry {
    pub(crate) inside: Arc<Inside>,
}

pub(crate) struct Inside {
    pub(crate) bank: Bank,
    shelf: ArcSwap<Shelf>,
    /// Held during a change, so that shelves follow each other in the order in which changes are kept.
    turn: Mutex<()>,
}

impl Registry {
    /// Opens a bank's registry: brings the tables up to date, loads what is stored, and registers `builtin`, which are
    /// trusted by their hash. A stored definition that is damaged is mended from the copy beside it; where that is lost as
    /// well, the version whose place it had taken stands in. Whatever else is damaged is held back. All of it is listed in
    /// [`Registry::damages`] and none of it ever stops the start. What was being verified when the program ended is submitted
    /// again.
    ///
    /// # Errors
    /// When the state cannot be used, or a definition of `builtin` makes no sense.
    pub fn open(bank: &Bank, builtin: Vec<ApiDefinition>) -> Result<Self, RegistryError> {
        bank.database().migrate(store::ROOM, store::STEPS)?;
        for definition in &builtin {
            definition.check()?;
        }
        let builtin: Vec<_> = builtin.into_iter().map(Arc::new).collect();
        let (shelf, lost) = store::load(bank, &builtin)?;
        let inside = Inside { bank: bank.clone(), shelf: ArcSwap::from_pointee(shelf), turn: Mutex::new(()) };
        let registry = Self { inside: Arc::new(inside) };
        registry.stand_in(&lost, &builtin);
        registry.take_up_again()?;
        registry.ship(&builtin, &lost)?;
        Ok(registry)
    }

    /// What is live now. A request takes it once and finishes on it.
    #[must_use]
    pub fn table(&self) -> Arc<Table> {
        Arc::clone(&self.inside.shelf.load().table)
    }

    /// Every version of every API, by family and version.
    #[must_use]
    pub fn list(&self) -> Vec<ApiRecord> {
        self.shelf().records().map(|record| (**record).clone()).collect()
    }

    /// One version of an API, if there is one.
    #[must_use]
    pub fn find(&self, family: &Family, version: Version) -> Option<ApiRecord> {
        self.shelf().find(family, version).map(|record| (**record).clone())
    }

    /// What was found damaged at the start, and not been drafted anew since.
    #[must_use]
    pub fn damages(&self) -> Vec<Damage> {
        self.shelf().damages.clone()
    }

    /// A report, if there is one of this id.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn report(&self, id: &ReportId) -> Result<Option<StoredReport>, RegistryError> {
        let bank = self.inside.bank.id().as_str();
        self.inside.bank.database().read(|connection| Ok(store::reports::find(connection, bank, id)?))
    }

    /// The reports about one version of an API, the newest first.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn reports(&self, family: &Family, version: Version) -> Result<Vec<StoredReport>, RegistryError> {
        let bank = self.inside.bank.id().as_str();
        let read = |connection: &_| Ok(store::reports::about(connection, bank, family, version)?);
        self.inside.bank.database().read(read)
    }

    pub(crate) fn shelf(&self) -> Arc<Shelf> {
        self.inside.shelf.load_full()
    }

    /// Waits until no other change is under way.
    pub(crate) fn turn(&self) -> MutexGuard<'_, ()> {
        // A change that panicked has changed nothing: its transaction was undone and the shelf not put up.
        self.inside.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts up the next shelf. Whoever took the table before keeps the one they took.
    pub(crate) fn put_up(&self, shelf: Shelf) {
        self.inside.shelf.store(Arc::new(shelf));
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let table = self.table();
        let (bank, generation) = (self.inside.bank.id(), table.generation());
        f.debug_struct("Registry").field("bank", bank).field("generation", &generation).finish_non_exhaustive()
    }
}
