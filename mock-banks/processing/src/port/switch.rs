//! The core a bank has now.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::CoreBanking;

/// The core a bank has now. It may be swapped while requests run: a request finishes on the core it began on.
pub struct CoreSwitch(ArcSwap<Arc<dyn CoreBanking>>);

impl CoreSwitch {
    /// A switch that stands on a core.
    #[must_use]
    pub fn new(core: Arc<dyn CoreBanking>) -> Self {
        Self(ArcSwap::from_pointee(core))
    }

    /// The core there is now. Whoever holds it keeps it, whatever is switched later.
    #[must_use]
    pub fn now(&self) -> Arc<dyn CoreBanking> {
        Arc::clone(&self.0.load())
    }

    /// From now on, this core.
    pub fn swap(&self, core: Arc<dyn CoreBanking>) {
        self.0.store(Arc::new(core));
    }
}

impl std::fmt::Debug for CoreSwitch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CoreSwitch").field(&self.now().protocol()).finish()
    }
}
