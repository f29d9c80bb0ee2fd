//! Amounts, days and moments.

use std::time::SystemTime;

use jiff::civil::Date;
use moa_kernel::{Decimal, Money};
use moa_sdk::model::BankTime;

/// An exact decimal: `BigDecimal` in Kotlin, `Decimal` in Swift. It crosses as its digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FfiDecimal(pub Decimal);

uniffi::custom_type!(FfiDecimal, String, {
    lower: |value| value.0.to_string(),
    try_lift: |text| Ok(FfiDecimal(text.parse()?)),
});

/// A day of a calendar, without a zone: `LocalDate` in Kotlin. It crosses as `2026-11-24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FfiDay(pub Date);

uniffi::custom_type!(FfiDay, String, {
    lower: |day| day.0.to_string(),
    try_lift: |text| Ok(FfiDay(text.parse()?)),
});

/// An exact amount of one currency, negative when it leaves the account or is owed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiMoney {
    /// How much.
    pub amount: FfiDecimal,
    /// Of what (ISO 4217).
    pub currency: String,
    /// How many decimals the currency has, when that is known.
    pub digits: Option<u32>,
}

impl From<Money> for FfiMoney {
    fn from(money: Money) -> Self {
        Self {
            amount: FfiDecimal(money.amount),
            currency: money.currency.code().to_owned(),
            digits: money.currency.minor_unit_digits(),
        }
    }
}

/// A time as a bank says it: always a day of its calendar, sometimes a moment.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiBankTime {
    /// The day the bank wrote.
    pub day: FfiDay,
    /// The moment, when the bank gave a zone.
    pub at: Option<SystemTime>,
    /// The text as the bank wrote it.
    pub text: String,
}

impl From<&BankTime> for FfiBankTime {
    fn from(time: &BankTime) -> Self {
        Self { day: FfiDay(time.day()), at: time.at().map(SystemTime::from), text: time.as_str().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use moa_kernel::Currency;

    use super::*;

    #[test]
    fn digits_and_days_cross_as_they_are() {
        let money = FfiMoney::from(Money::new("-1234.50".parse().unwrap(), Currency::KRW));
        assert_eq!((money.amount.0.to_string().as_str(), money.digits), ("-1234.50", Some(0)));
        let time = FfiBankTime::from(&BankTime::new("2026-03-29T00:30:00+02:00").unwrap());
        assert_eq!(time.day.0.to_string(), "2026-03-29");
        assert!(time.at.is_some());
        assert!(FfiBankTime::from(&BankTime::new("2026-03-29").unwrap()).at.is_none());
    }
}
