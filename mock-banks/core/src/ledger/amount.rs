//! Amounts inside the books: whole minor units. Outside, the same amount is a [`Money`].

use moa_kernel::{Currency, Money, MoneyError};

/// An amount counted in minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Minor {
    /// How many, with a sign.
    pub minor: i64,
    /// Of what.
    pub currency: Currency,
}

impl Minor {
    /// So many minor units of a currency.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The same amount as money.
    #[must_use]
    pub fn money(self) -> Money {
        Money::from_minor(self.minor, self.currency)
    }

    /// The same amount with the other sign; `None` at the very end of the range.
    #[must_use]
    pub fn negated(self) -> Option<Self> {
        Some(Self { minor: self.minor.checked_neg()?, currency: self.currency })
    }
}

impl TryFrom<Money> for Minor {
    type Error = MoneyError;
    fn try_from(money: Money) -> Result<Self, MoneyError> {
        Ok(Self { minor: money.to_minor()?, currency: money.currency })
    }
}
