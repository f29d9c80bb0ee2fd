//! Where a transaction stands in the life of a list, and in its order. Pure, and the same for every store.

use jiff::civil::Date;

use crate::model::{Mutability, Transaction, TransactionStatus};
use crate::standards::Window;

/// How settled a transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Booked, and the bank does not say that it may change.
    Final,
    /// Dated, but not settled: booked and mutable, refused, for information, or of an unknown status.
    Dated,
    /// On its way. Its date is the bank's forecast.
    Awaited,
}

impl Standing {
    /// The standing of a transaction.
    #[must_use]
    pub fn of(transaction: &Transaction) -> Self {
        match transaction.status {
            TransactionStatus::Pending | TransactionStatus::Future => Self::Awaited,
            TransactionStatus::Booked if transaction.mutability != Some(Mutability::Mutable) => Self::Final,
            _ => Self::Dated,
        }
    }

    /// As a small number that sorts the same way.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Final => 0,
            Self::Dated => 1,
            Self::Awaited => 2,
        }
    }
}

/// Whether a stored transaction that a complete read of a window did not bring back was there only provisionally.
///
/// What is dated gives way when its day was asked for. What is awaited has no day yet: it gives way when the window is
/// open towards the future, because then the bank was asked for everything that is on its way.
#[must_use]
pub fn gives_way(standing: Standing, day: Option<Date>, window: &Window) -> bool {
    match standing {
        Standing::Final => false,
        Standing::Dated => day.is_none_or(|day| window.contains(day)),
        Standing::Awaited => window.to.is_none() || day.is_some_and(|day| window.contains(day)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<Date> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn only_what_was_asked_for_gives_way() {
        let october = Window { from: day("2026-10-01"), to: day("2026-10-31") };
        let open = Window { from: day("2026-10-01"), to: None };
        assert!(!gives_way(Standing::Final, day("2026-10-05"), &october));
        assert!(gives_way(Standing::Dated, day("2026-10-31"), &october));
        assert!(!gives_way(Standing::Dated, day("2026-11-01"), &october));
        assert!(!gives_way(Standing::Awaited, day("2026-11-01"), &october));
        assert!(gives_way(Standing::Awaited, day("2026-09-01"), &open));
    }
}
