//! Account numbers that look right and belong to nobody: check digits are true, bank codes are not in use.

use super::{AccountKind, AccountNumber};
use crate::luck::Luck;
use crate::spec::{BankSpec, Numbers};

/// No card scheme issues numbers that begin like this.
const CARD_PREFIX: &str = "999912";

/// The numbers of one account, always the same for the same bank, owner and key.
pub(super) fn derive(spec: &BankSpec, login: &str, key: &str, kind: AccountKind) -> Vec<AccountNumber> {
    let mut luck = Luck::of(spec.seed, &[spec.id.as_str(), "number", login, key]);
    let number = match (&spec.numbers, kind) {
        (_, AccountKind::Card) => AccountNumber::Pan { number: with_luhn(&format!("{CARD_PREFIX}{}", luck.digits(9))) },
        (Numbers::SortCode { sort_code }, _) => {
            AccountNumber::SortCode { sort_code: sort_code.clone(), number: luck.digits(8) }
        }
        (Numbers::Iban { bank_code, .. }, _) => {
            AccountNumber::Iban { iban: iban(&spec.country, &format!("{bank_code}{}", luck.digits(10))) }
        }
    };
    vec![number]
}

/// The IBAN of a country and a national account number (ISO 13616): 98 minus the remainder by 97.
pub(crate) fn iban(country: &str, national: &str) -> String {
    let remainder = format!("{national}{country}00").chars().fold(0_u32, |sum, letter| {
        let value = letter.to_digit(36).unwrap_or(0);
        (sum * if value > 9 { 100 } else { 10 } + value) % 97
    });
    format!("{country}{:02}{national}", 98 - remainder)
}

/// A card number with its check digit (ISO/IEC 7812).
fn with_luhn(digits: &str) -> String {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|digit| digit.to_digit(10))
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_true() {
        // The specimens of the standards' own pages.
        assert_eq!(iban("DE", "370400440532013000"), "DE89370400440532013000");
        assert_eq!(iban("GB", "WEST12345698765432"), "GB82WEST12345698765432");
        assert_eq!(with_luhn("7992739871"), "79927398713");
    }
}
