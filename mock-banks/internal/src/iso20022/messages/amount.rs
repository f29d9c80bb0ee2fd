//! Amounts, as the standard writes them: unsigned digits with a currency, and beside them which way the money goes.

use moa_kernel::{Currency, Decimal, Money};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::element::codes;

/// `ActiveOrHistoricCurrencyAndAmount`: at most 18 digits, of these at most 5 after the point, never a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// `@Ccy`.
    #[serde(rename = "@Ccy")]
    pub currency: Currency,
    /// The digits.
    #[serde(rename = "$text")]
    pub digits: Digits<18, 5>,
}

/// An unsigned decimal with so many digits in all, and so many after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits<const TOTAL: usize, const FRACTION: usize>(Decimal);

/// `BaseOneRate`, with room for currencies that are worth little.
pub type Rate = Digits<18, 10>;

/// The number does not fit the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a number is up to {total} digits, with at most {fraction} of them after a point, and no sign")]
pub struct NotDigits {
    total: usize,
    fraction: usize,
}

codes! {
    /// `CreditDebitCode`: which way money goes, from the account's view.
    Direction { "CRDT" Credit, "DBIT" Debit, }
}

impl<const TOTAL: usize, const FRACTION: usize> Digits<TOTAL, FRACTION> {
    const REFUSED: NotDigits = NotDigits { total: TOTAL, fraction: FRACTION };

    /// Takes a number, if the standard has room for it. Zeros at its end are dropped rather than refused.
    ///
    /// # Errors
    /// When it is negative or has too many digits.
    pub fn new(number: Decimal) -> Result<Self, NotDigits> {
        number.to_string().parse().or_else(|_| number.normalize().to_string().parse())
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> Decimal {
        self.0
    }
}

impl<const TOTAL: usize, const FRACTION: usize> std::str::FromStr for Digits<TOTAL, FRACTION> {
    type Err = NotDigits;

    fn from_str(text: &str) -> Result<Self, NotDigits> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let written = if text.contains('.') { fraction.len() } else { 0 };
        let fits = written <= FRACTION && whole.len().saturating_add(written) <= TOTAL;
        if digits(whole) && digits(fraction) && fits {
            text.parse().map(Self).map_err(|_| Self::REFUSED)
        } else {
            Err(Self::REFUSED)
        }
    }
}

impl<const TOTAL: usize, const FRACTION: usize> Serialize for Digits<TOTAL, FRACTION> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de, const TOTAL: usize, const FRACTION: usize> Deserialize<'de> for Digits<TOTAL, FRACTION> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

impl Amount {
    /// The size of an amount, and which way it goes. Nothing at all is a credit.
    ///
    /// # Errors
    /// When it has more digits than the standard.
    pub fn of(money: Money) -> Result<(Self, Direction), NotDigits> {
        let direction = if money.is_negative() { Direction::Debit } else { Direction::Credit };
        Ok((Self { currency: money.currency, digits: Digits::new(money.amount.abs())? }, direction))
    }

    /// The amount of money, when no direction stands beside it.
    #[must_use]
    pub fn unsigned(self) -> Money {
        Money::new(self.digits.number(), self.currency)
    }

    /// The amount of money, signed from the customer's view.
    #[must_use]
    pub fn signed(self, direction: Direction) -> Money {
        match direction {
            Direction::Credit => self.unsigned(),
            Direction::Debit => self.unsigned().negated(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_has_no_other_spelling() {
        for wrong in ["", "-1", "+1", "1e3", "1,0", " 1", "1.", ".5", "1.123456", "1234567890123456789", "１", "NaN"] {
            assert!(wrong.parse::<Digits<18, 5>>().is_err(), "{wrong}");
        }
        for right in ["0", "1834000", "12.34", "1234567890123.12345", "123456789012345678"] {
            assert!(right.parse::<Digits<18, 5>>().is_ok(), "{right}");
        }
    }

    #[test]
    fn zeros_at_the_end_are_worth_nothing() {
        assert_eq!(Digits::<18, 5>::new(Decimal::new(1_500_000, 6)).unwrap().number(), Decimal::new(15, 1));
        assert!(Digits::<18, 5>::new(Decimal::new(1_500_001, 6)).is_err());
        assert!(Digits::<18, 5>::new(Decimal::new(-1, 0)).is_err());
    }

    proptest! {
        #[test]
        fn no_amount_changes_on_its_way(minor in any::<i32>(), which in 0_usize..3) {
            let currency = [Currency::GBP, Currency::KRW, Currency::new("KWD").unwrap()][which];
            let money = Money::from_minor(minor.into(), currency);
            let (amount, direction) = Amount::of(money).unwrap();
            prop_assert_eq!(amount.signed(direction), money);
        }
    }
}
