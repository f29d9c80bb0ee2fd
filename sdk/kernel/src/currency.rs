//! Three letters that say what an amount is an amount of.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A currency code: three capital letters. Codes ISO 4217 does not know survive, they only have no known minor unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// The text is not three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a currency is three capital letters (ISO 4217)")]
pub struct NotACurrency;

impl Currency {
    /// Pound sterling.
    pub const GBP: Self = Self(*b"GBP");
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");
    /// South Korean won. It has no minor unit.
    pub const KRW: Self = Self(*b"KRW");
    /// United States dollar.
    pub const USD: Self = Self(*b"USD");

    /// Reads a code.
    ///
    /// # Errors
    /// When it is not exactly three capital ASCII letters.
    pub fn new(code: &str) -> Result<Self, NotACurrency> {
        let letters: [u8; 3] = code.as_bytes().try_into().map_err(|_| NotACurrency)?;
        if letters.iter().all(u8::is_ascii_uppercase) { Ok(Self(letters)) } else { Err(NotACurrency) }
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many decimals the currency's minor unit has (KRW 0, GBP 2, KWD 3), when ISO 4217 knows it.
    #[must_use]
    pub fn minor_unit_digits(&self) -> Option<u32> {
        iso_currency::Currency::from_code(self.code()).and_then(iso_currency::Currency::exponent).map(u32::from)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = NotACurrency;
    fn try_from(code: String) -> Result<Self, NotACurrency> {
        Self::new(&code)
    }
}

impl std::str::FromStr for Currency {
    type Err = NotACurrency;
    fn from_str(code: &str) -> Result<Self, NotACurrency> {
        Self::new(code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_units_follow_iso_4217() {
        assert_eq!(Currency::KRW.minor_unit_digits(), Some(0));
        assert_eq!(Currency::GBP.minor_unit_digits(), Some(2));
        assert_eq!(Currency::new("BHD").unwrap().minor_unit_digits(), Some(3));
        assert_eq!(Currency::new("QQQ").unwrap().minor_unit_digits(), None);
    }

    #[test]
    fn only_three_capital_letters_are_a_currency() {
        for wrong in ["", "gbp", "GB", "GBPP", "G1P", "£££"] {
            assert_eq!(Currency::new(wrong), Err(NotACurrency), "{wrong}");
        }
    }
}
