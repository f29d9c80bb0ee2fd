//! Keeps a bank's core running, and swaps it for another while the bank serves.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use moa_bank_core::Bank;
use moa_bank_core::spec::CoreKind;
use moa_bank_internal::door::Door;
use moa_bank_processing::port::{CoreBanking, CoreSwitch};

use super::{CoreError, Cores, StartedCore};

/// The core of one bank. Dropping it closes the doors without waiting.
#[derive(Debug)]
pub(crate) struct CoreKeeper {
    cores: Arc<Cores>,
    bank: Bank,
    switch: Arc<CoreSwitch>,
    doors: Mutex<Vec<KeptDoor>>,
}

/// A door stays open as long as a request may still knock on it.
#[derive(Debug)]
struct KeptDoor {
    door: Door,
    core: WeakCore,
}

struct WeakCore(Weak<dyn CoreBanking>);

impl CoreKeeper {
    /// Starts a bank's core.
    pub(crate) fn start(cores: Arc<Cores>, bank: Bank) -> Result<Self, CoreError> {
        let started = cores.start_of(&bank)?;
        let switch = Arc::new(CoreSwitch::new(Arc::clone(&started.core)));
        Ok(Self { cores, bank, switch, doors: Mutex::new(KeptDoor::of(started).into_iter().collect()) })
    }

    /// What processing asks through.
    pub(crate) const fn switch(&self) -> &Arc<CoreSwitch> {
        &self.switch
    }

    /// From now on, a core of this kind over the same books. Requests under way finish on the core they began on.
    pub(crate) fn swap(&self, kind: CoreKind) -> Result<(), CoreError> {
        let started = self.cores.start(&self.bank, kind)?;
        self.switch.swap(Arc::clone(&started.core));
        let mut doors = self.doors.lock().unwrap_or_else(PoisonError::into_inner);
        doors.retain(|kept| kept.core.0.strong_count() > 0);
        doors.extend(KeptDoor::of(started));
        Ok(())
    }

    /// Closes the doors: a short grace for what is under way.
    pub(crate) async fn stop(&mut self) {
        let doors = std::mem::take(self.doors.get_mut().unwrap_or_else(PoisonError::into_inner));
        for KeptDoor { mut door, .. } in doors {
            door.close().await;
        }
    }
}

impl KeptDoor {
    fn of(started: StartedCore) -> Option<Self> {
        let StartedCore { core, door } = started;
        Some(Self { door: door?, core: WeakCore(Arc::downgrade(&core)) })
    }
}

impl std::fmt::Debug for WeakCore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WeakCore({} in use)", self.0.strong_count())
    }
}
