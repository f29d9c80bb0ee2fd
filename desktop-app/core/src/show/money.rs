//! Amounts and times as text.

use moa_kernel::Money;
use moa_sdk::model::BankTime;

use crate::dto::Amount;

/// Decimals of a currency nobody knows: the usual number.
const USUAL_DIGITS: u32 = 2;

/// An amount with at least its currency's decimals. Zeros a bank added behind them are left out; no other digit is.
pub(crate) fn amount(money: Money) -> Amount {
    let digits = money.currency.minor_unit_digits().unwrap_or(USUAL_DIGITS);
    let mut exact = money.amount.normalize();
    if exact.scale() < digits {
        exact.rescale(digits);
    }
    if exact.is_zero() {
        exact.set_sign_positive(true);
    }
    Amount { amount: exact.to_string(), currency: money.currency.to_string(), digits }
}

/// A bank's time: the moment in UTC when there is one, else the day.
pub(crate) fn bank_time(time: &BankTime) -> String {
    time.at().map_or_else(|| time.day().to_string(), |at| at.to_string())
}

/// A count for a screen. More than four thousand million of anything is shown as that many.
pub(crate) fn count(number: impl TryInto<u32>) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use moa_kernel::Currency;
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, currency: Currency) -> String {
        amount(Money::new(text.parse().unwrap(), currency)).amount
    }

    #[test]
    fn an_amount_has_its_currencys_decimals_and_all_that_a_bank_sent() {
        assert_eq!(shown("-46.18", Currency::GBP), "-46.18");
        assert_eq!(shown("5", Currency::GBP), "5.00");
        assert_eq!(shown("5.10000", Currency::GBP), "5.10");
        assert_eq!(shown("5.12345", Currency::GBP), "5.12345");
        assert_eq!(shown("12800", Currency::KRW), "12800");
        assert_eq!(shown("-0.00", Currency::EUR), "0.00");
        assert_eq!(shown("100", Currency::new("QQQ").unwrap()), "100.00");
    }

    #[test]
    fn a_day_stays_a_day_and_a_moment_becomes_utc() {
        assert_eq!(bank_time(&BankTime::new("2026-07-14").unwrap()), "2026-07-14");
        assert_eq!(bank_time(&BankTime::new("2026-07-14T09:00:00+09:00").unwrap()), "2026-07-14T00:00:00Z");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_worth_the_same(unscaled in any::<i64>(), scale in 0_u32..6) {
            let money = Money::new(moa_kernel::Decimal::new(unscaled, scale), Currency::GBP);
            let back: moa_kernel::Decimal = amount(money).amount.parse().unwrap();
            prop_assert_eq!(back, money.amount);
        }
    }
}
