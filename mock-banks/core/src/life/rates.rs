//! What currencies are worth in these invented lives: fixed prices of a pound, with a little daily weather on top.

use moa_kernel::{Currency, Decimal, Money};
use rust_decimal::RoundingStrategy;

use super::LifeError;
use crate::ledger::Minor;
use crate::luck::Luck;

/// What one pound costs, in millionths.
const POUND: [(&str, i64); 8] = [
    ("GBP", 1_000_000),
    ("EUR", 1_157_400),
    ("USD", 1_334_200),
    ("CHF", 1_072_800),
    ("SEK", 12_718_000),
    ("PLN", 4_921_000),
    ("JPY", 203_140_000),
    ("KRW", 1_912_600_000),
];

fn pound(currency: Currency) -> Result<Decimal, LifeError> {
    let known = POUND.iter().find(|(code, _)| *code == currency.code());
    known.map(|(_, millionths)| Decimal::new(*millionths, 6)).ok_or(LifeError::NoRate(currency))
}

/// How many units of `to` one unit of `from` costs on some day: six decimals, up to a hundredth around the fixed price.
pub(super) fn rate(from: Currency, to: Currency, luck: &mut Luck) -> Result<Decimal, LifeError> {
    let weather = Decimal::new(10_000_i64.saturating_add(luck.between(-100, 100)), 4);
    let price = pound(to)?.checked_mul(weather).and_then(|price| price.checked_div(pound(from).ok()?));
    Ok(price.ok_or(LifeError::NoRate(from))?.round_dp(6))
}

/// An amount in another currency, rounded to its smallest coin as shops do.
pub(super) fn convert(amount: Minor, to: Currency, rate: Decimal) -> Result<Minor, LifeError> {
    let exact = amount.money().amount.checked_mul(rate).ok_or(LifeError::NoRate(to))?;
    let digits = to.minor_unit_digits().unwrap_or(2);
    let rounded = exact.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    Ok(Minor::try_from(Money::new(rounded, to))?)
}

/// What so many pence buy, in minor units of a currency: the price level of a life lived in it.
pub(super) fn pence_in(currency: Currency, pence: i64) -> Result<i64, LifeError> {
    Ok(convert(Minor::new(pence, Currency::GBP), currency, pound(currency)?)?.minor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conversion_is_exact_to_the_smallest_coin() {
        let ten_euros = Minor::new(1000, Currency::EUR);
        assert_eq!(convert(ten_euros, Currency::GBP, Decimal::new(871, 3)).unwrap(), Minor::new(871, Currency::GBP));
        assert_eq!(pence_in(Currency::KRW, 100).unwrap(), 1913);
        assert_eq!(pence_in(Currency::GBP, 345).unwrap(), 345);
    }

    #[test]
    fn nobody_invents_a_rate() {
        let unknown = Currency::new("QQQ").unwrap();
        let mut luck = Luck::of(1, &[]);
        assert!(matches!(rate(unknown, Currency::GBP, &mut luck), Err(LifeError::NoRate(c)) if c == unknown));
        assert!(matches!(pence_in(unknown, 1), Err(LifeError::NoRate(_))));
    }
}
