//! A signed amount, as the standard splits it: digits without a sign, and an indicator. Nothing is a credit.

use moa_kernel::Money;
use moa_wire::uk::v4::{ActiveAmount, CreditDebit};

/// The digits and the currency.
pub(super) fn unsigned(money: Money) -> ActiveAmount {
    ActiveAmount { amount: money.amount.abs().to_string(), currency: money.currency.to_string() }
}

/// The sign, in words.
pub(super) fn indicator(money: Money) -> CreditDebit {
    if money.is_negative() { CreditDebit::Debit } else { CreditDebit::Credit }
}

#[cfg(test)]
mod tests {
    use moa_kernel::{Currency, parse_unsigned_amount};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_is_a_credit() {
        assert_eq!(indicator(Money::from_minor(0, Currency::GBP)), CreditDebit::Credit);
        assert_eq!(indicator(Money::from_minor(-1, Currency::GBP)), CreditDebit::Debit);
    }

    proptest! {
        #[test]
        fn every_amount_a_ledger_can_hold_fits_the_grammar(minor in -9_999_999_999_999_i64..9_999_999_999_999) {
            for currency in [Currency::GBP, Currency::KRW] {
                let money = Money::from_minor(minor, currency);
                let digits = parse_unsigned_amount(&unsigned(money).amount).unwrap();
                prop_assert_eq!(digits, money.amount.abs());
            }
        }
    }
}
