//! Amounts as people read them: sign, symbol and groups, with the decimals apart so that they can be printed quietly.

use minijinja::{Value, context};
use moa_kernel::{Currency, Money};

use super::Locale;

/// An amount in the parts a page prints. Put together they are the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Sign, symbol and whole units: `−£2,418`.
    pub(crate) whole: String,
    /// Point and decimals: `.36`; empty when the currency has none.
    pub(crate) decimals: String,
    /// What stands behind the number: `원`.
    pub(crate) unit: &'static str,
}

impl Shown {
    /// The amount as readers of a language write it.
    pub(crate) fn of(money: Money, locale: Locale) -> Self {
        // A true minus sign (U+2212), in front of the symbol.
        let sign = if money.is_negative() { "−" } else { "" };
        let digits = money.currency.minor_unit_digits().unwrap_or(2);
        let mut amount = money.amount.abs();
        amount.rescale(amount.scale().max(digits));
        let text = amount.to_string();
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let decimals = if decimals.is_empty() { String::new() } else { format!(".{decimals}") };
        let (before, unit) = symbol(money.currency, locale);
        Self { whole: format!("{sign}{before}{}", grouped(whole)), decimals, unit }
    }
}

impl From<Shown> for Value {
    fn from(shown: Shown) -> Self {
        context! { whole => shown.whole, decimals => shown.decimals, unit => shown.unit }
    }
}

/// What stands before and behind the number.
fn symbol(currency: Currency, locale: Locale) -> (String, &'static str) {
    match (currency.code(), locale) {
        ("KRW", Locale::Ko) => (String::new(), "원"),
        ("KRW", Locale::En) => ("₩".to_owned(), ""),
        ("GBP", _) => ("£".to_owned(), ""),
        ("EUR", _) => ("€".to_owned(), ""),
        ("USD", _) => ("US$".to_owned(), ""),
        (code, _) => (format!("{code}\u{a0}"), ""),
    }
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(minor: i64, code: &str, locale: Locale) -> String {
        let shown = Shown::of(Money::from_minor(minor, Currency::new(code).unwrap()), locale);
        format!("{}|{}|{}", shown.whole, shown.decimals, shown.unit)
    }

    #[test]
    fn amounts_follow_the_customs_of_language_and_currency() {
        assert_eq!(shown(241_836, "GBP", Locale::En), "£2,418|.36|");
        assert_eq!(shown(-2_999, "EUR", Locale::Ko), "−€29|.99|");
        assert_eq!(shown(3_482_150, "KRW", Locale::Ko), "3,482,150||원");
        assert_eq!(shown(3_482_150, "KRW", Locale::En), "₩3,482,150||");
        assert_eq!(shown(0, "GBP", Locale::En), "£0|.00|");
        assert_eq!(shown(123_456_789, "CHF", Locale::En), "CHF\u{a0}1,234,567|.89|");
        assert_eq!(shown(1_000, "USD", Locale::En), "US$10|.00|");
    }
}
