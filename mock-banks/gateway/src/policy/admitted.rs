//! A request that the policy said yes to.

use moa_bank_processing::Entitlement;

/// What an admitted request entitles to. Nothing but [`admit`](super::admit) makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    entitlement: Entitlement,
}

impl Admitted {
    pub(super) fn new(entitlement: Entitlement) -> Self {
        Self { entitlement }
    }

    /// What the processor may be asked for.
    #[must_use]
    pub fn entitlement(&self) -> &Entitlement {
        &self.entitlement
    }
}
