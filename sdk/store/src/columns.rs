//! Values as columns: JSON for what is only kept, integers for what is compared and added up.

use jiff::civil::Date;
use moa_kernel::{Currency, Decimal, Money};
use moa_sdk::store::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The finest amount any standard sends has five decimals.
const DECIMALS: u32 = 5;
const FACTOR: i64 = 100_000;

/// A record as JSON.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable { what: "record" })
}

/// A record from JSON.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unreadable { what })
}

/// An amount in hundred-thousandths, exactly.
pub(crate) fn to_scaled(money: Money) -> Result<i64, StoreError> {
    let scaled = money.amount.checked_mul(Decimal::from(FACTOR)).ok_or(StoreError::AmountOutOfRange)?;
    if !scaled.is_integer() {
        return Err(StoreError::AmountOutOfRange);
    }
    i64::try_from(scaled).map_err(|_| StoreError::AmountOutOfRange)
}

/// An amount from hundred-thousandths, with at least the decimals of its currency and no empty ones beyond them.
pub(crate) fn from_scaled(scaled: i64, currency: Currency) -> Money {
    let mut amount = Decimal::new(scaled, DECIMALS).normalize();
    let usual = currency.minor_unit_digits().unwrap_or(2);
    if amount.scale() < usual {
        amount.rescale(usual);
    }
    Money::new(amount, currency)
}

/// A day as yyyymmdd.
pub(crate) fn to_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// A day from yyyymmdd.
pub(crate) fn from_number(number: i64) -> Option<Date> {
    let part = |of: i64, modulo: i64| i8::try_from(number / of % modulo).ok();
    Date::new(i16::try_from(number / 10_000).ok()?, part(100, 100)?, part(1, 100)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_does_not_fit_exactly_is_refused() {
        for wrong in ["0.000001", "99999999999999.99999"] {
            let money = Money::new(wrong.parse().unwrap(), Currency::GBP);
            assert!(matches!(to_scaled(money), Err(StoreError::AmountOutOfRange)), "{wrong}");
        }
    }

    #[test]
    fn an_amount_is_shown_with_the_decimals_of_its_currency() {
        assert_eq!(from_scaled(4_618_000, Currency::GBP).to_string(), "46.18 GBP");
        assert_eq!(from_scaled(120_000_000, Currency::KRW).to_string(), "1200 KRW");
        assert_eq!(from_scaled(1, Currency::EUR).to_string(), "0.00001 EUR");
    }

    #[test]
    fn a_day_comes_back_and_a_number_that_is_none_does_not() {
        for text in ["2026-11-23", "2024-02-29", "0001-01-01"] {
            let day: Date = text.parse().unwrap();
            assert_eq!(from_number(to_number(day)), Some(day));
        }
        assert_eq!((from_number(20_261_301), from_number(20_260_230), from_number(i64::MAX)), (None, None, None));
    }

    proptest! {
        #[test]
        fn every_amount_of_the_standard_comes_back(minor in -999_999_999_999_999_i64..=999_999_999_999_999) {
            let money = Money::from_minor(minor, Currency::GBP);
            prop_assert_eq!(from_scaled(to_scaled(money).unwrap(), Currency::GBP), money);
        }
    }
}
