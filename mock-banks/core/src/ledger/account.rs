//! A customer's account: what it is, how it is numbered, what it may hold.

use moa_kernel::{AccountId, Currency, CustomerId, Date, Money};
use serde::{Deserialize, Serialize};

/// A customer's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The bank's id of it: opaque, unchanging, at most 40 characters.
    pub id: AccountId,
    /// Whose it is.
    pub customer: CustomerId,
    /// What kind it is.
    pub kind: AccountKind,
    /// What it holds, the main currency first; never empty.
    pub currencies: Vec<Currency>,
    /// What the bank calls the product.
    pub description: String,
    /// What the owner calls it.
    pub nickname: Option<String>,
    /// The owner's name, as the bank prints it.
    pub holder: String,
    /// The numbers by which others know it.
    pub numbers: Vec<AccountNumber>,
    /// Who keeps it.
    pub servicer: Option<Servicer>,
    /// When it was opened.
    pub opened_on: Date,
    /// How far it may go below nothing, in its main currency.
    pub credit_line: Option<Money>,
}

/// What kind of account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountKind {
    /// For every day: salary in, rent out.
    Current,
    /// For later: it earns interest.
    Savings,
    /// A credit card: its balance is what is owed.
    Card,
}

/// A number by which others know an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scheme", rename_all = "kebab-case")]
pub enum AccountNumber {
    /// A British sort code and account number.
    SortCode {
        /// Six digits.
        sort_code: String,
        /// Eight digits.
        number: String,
    },
    /// An IBAN, without spaces.
    Iban {
        /// Country, check digits, the rest.
        iban: String,
    },
    /// A card's number.
    Pan {
        /// All sixteen digits.
        number: String,
    },
}

/// Who keeps an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Servicer {
    /// The bank's BIC.
    pub bic: String,
    /// The bank's name.
    pub name: String,
}

impl Account {
    /// The account's one currency; `None` when it holds several.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        match self.currencies.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Whether it holds a currency.
    #[must_use]
    pub fn holds(&self, currency: Currency) -> bool {
        self.currencies.contains(&currency)
    }
}

impl AccountKind {
    /// The ISO 20022 code (`ExternalCashAccountType1Code`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Current => "CACC",
            Self::Savings => "SVGS",
            Self::Card => "CARD",
        }
    }
}

impl AccountNumber {
    /// The number with all but its last four characters hidden, for people and apps that may not see the whole.
    #[must_use]
    pub fn masked(&self) -> String {
        let text = match self {
            Self::SortCode { number, .. } | Self::Pan { number } => number,
            Self::Iban { iban } => iban,
        };
        let hidden = text.chars().count().saturating_sub(4);
        text.chars().enumerate().map(|(place, letter)| if place < hidden { '*' } else { letter }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_keeps_four_characters() {
        let card = AccountNumber::Pan { number: "9999120045671234".into() };
        assert_eq!(card.masked(), "************1234");
        assert_eq!(AccountNumber::Iban { iban: "DE12".into() }.masked(), "DE12");
    }
}
