//! An amount as a bank's file writes it: unsigned text, so that no float is ever near money.

use moa_kernel::{Currency, Decimal, Money, MoneyError, parse_unsigned_amount};
use serde::Deserialize;

/// An unsigned amount whose currency stands elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(try_from = "String")]
pub struct Amount(Decimal);

impl Amount {
    /// The amount in minor units of a currency.
    ///
    /// # Errors
    /// When the amount is finer than the currency's minor unit.
    pub fn minor(self, currency: Currency) -> Result<i64, MoneyError> {
        Money::new(self.0, currency).to_minor()
    }
}

impl TryFrom<String> for Amount {
    type Error = MoneyError;
    fn try_from(text: String) -> Result<Self, MoneyError> {
        parse_unsigned_amount(&text).map(Self)
    }
}
