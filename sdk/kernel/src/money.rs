//! Exact amounts of one currency.
//!
//! An amount is a decimal, never a float, and is signed from the customer's view: negative leaves the account or is owed.
//! Adding two currencies is an error and adding past the range is an error; nothing wraps, rounds or saturates.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::Currency;

/// An exact, signed amount of one currency.
///
/// Two amounts are equal when they are worth the same: 1.5 GBP equals 1.50 GBP. The digits a bank sent are kept all the
/// same and show in [`fmt::Display`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// The signed amount, in whole units of the currency.
    pub amount: Decimal,
    /// What it is an amount of.
    pub currency: Currency,
}

/// Why an amount cannot be read or computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The text does not follow the grammar: up to 13 digits, then at most 5 decimals.
    #[error("an amount is up to 13 digits, optionally with a point and up to 5 decimals")]
    Grammar,
    /// Two different currencies were to be added.
    #[error("{0} and {1} cannot be added")]
    MixedCurrencies(Currency, Currency),
    /// The result is larger than an amount can be.
    #[error("the sum is larger than an amount can be")]
    Overflow,
    /// The amount has more decimals than its currency's minor unit.
    #[error("{0} has more decimals than {1} has")]
    FinerThanMinorUnit(Decimal, Currency),
}

/// Reads an unsigned amount: `^\d{1,13}(\.\d{1,5})?$`, nothing around it (UK Read/Write v4 `OBActiveCurrencyAndAmount`).
///
/// # Errors
/// [`MoneyError::Grammar`] for anything else: signs, exponents, separators, spaces, words, digits of other scripts.
pub fn parse_unsigned_amount(text: &str) -> Result<Decimal, MoneyError> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole, 13) || fraction.is_some_and(|fraction| !digits(fraction, 5)) {
        return Err(MoneyError::Grammar);
    }
    text.parse().map_err(|_| MoneyError::Grammar)
}

impl Money {
    /// An amount of a currency.
    #[must_use]
    pub const fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, of a currency. Only for sums that start empty, never in place of a value that is not known.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    /// An amount counted in the currency's minor units: 1234 GBP pence is 12.34 GBP, 1234 KRW is 1234 KRW. A currency
    /// without a known minor unit counts in hundredths.
    #[must_use]
    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { amount: Decimal::new(minor, currency.minor_unit_digits().unwrap_or(2)), currency }
    }

    /// The amount counted in minor units, the inverse of [`Money::from_minor`].
    ///
    /// # Errors
    /// When it has more decimals than the minor unit, or does not fit.
    pub fn to_minor(self) -> Result<i64, MoneyError> {
        let digits = self.currency.minor_unit_digits().unwrap_or(2);
        let factor = Decimal::from(10_i64.checked_pow(digits).ok_or(MoneyError::Overflow)?);
        let scaled = self.amount.checked_mul(factor).ok_or(MoneyError::Overflow)?;
        if !scaled.is_integer() {
            return Err(MoneyError::FinerThanMinorUnit(self.amount, self.currency));
        }
        i64::try_from(scaled).map_err(|_| MoneyError::Overflow)
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError::MixedCurrencies`] and [`MoneyError::Overflow`].
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::MixedCurrencies(self.currency, other.currency));
        }
        let amount = self.amount.checked_add(other.amount).ok_or(MoneyError::Overflow)?;
        Ok(Self { amount, currency: self.currency })
    }

    /// The same amount with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { amount: -self.amount, currency: self.currency }
    }

    /// Whether it is less than nothing: it left the account, or is owed.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.amount.is_sign_negative() && !self.amount.is_zero()
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Money({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_grammar_refuses_every_other_way_to_write_a_number() {
        for right in ["0", "0.00", "1234567890123", "1.23456", "01.00"] {
            assert!(parse_unsigned_amount(right).is_ok(), "{right}");
        }
        for wrong in
            ["", "-1", "+1", "1e3", "1,000.00", " 1", "0x10", "1.", ".5", "NaN", "1.234567", "12345678901234", "１"]
        {
            assert_eq!(parse_unsigned_amount(wrong), Err(MoneyError::Grammar), "{wrong}");
        }
    }

    #[test]
    fn currencies_are_never_added_together() {
        let sum = Money::from_minor(100, Currency::GBP).checked_add(Money::from_minor(100, Currency::EUR));
        assert_eq!(sum, Err(MoneyError::MixedCurrencies(Currency::GBP, Currency::EUR)));
    }

    #[test]
    fn the_end_of_the_range_is_an_error_and_not_a_wrap() {
        let most = Money::new(Decimal::MAX, Currency::KRW);
        assert_eq!(most.checked_add(Money::from_minor(1, Currency::KRW)), Err(MoneyError::Overflow));
    }

    #[test]
    fn a_negative_zero_is_not_negative() {
        assert!(!Money::new(-Decimal::ZERO, Currency::GBP).is_negative());
    }

    proptest! {
        #[test]
        fn minor_units_come_back(minor in any::<i32>(), which in 0_usize..3) {
            let currency = [Currency::GBP, Currency::KRW, Currency::new("KWD").unwrap()][which];
            prop_assert_eq!(Money::from_minor(minor.into(), currency).to_minor(), Ok(i64::from(minor)));
        }

        #[test]
        fn a_sum_keeps_every_penny(minors in proptest::collection::vec(-1_000_000_000_i64..1_000_000_000, 0..50)) {
            let sum = minors.iter().try_fold(Money::zero(Currency::GBP), |sum, minor| {
                sum.checked_add(Money::from_minor(*minor, Currency::GBP))
            });
            prop_assert_eq!(sum.unwrap().to_minor(), Ok(minors.iter().sum::<i64>()));
        }
    }
}
