//! Accounts and their balances.

use std::time::SystemTime;

use moa_sdk::model::{AccountNumber, Balance, Sourced};
use moa_sdk::overview::{AccountOverview, Headline};

use super::{FfiBankTime, FfiMoney};

/// An account, with every balance its bank gave.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiAccount {
    /// The link it is reached through.
    pub link: String,
    /// Its bank.
    pub bank: String,
    /// The bank's name for it.
    pub id: String,
    /// What to call it: the customer's name, else the bank's.
    pub name: Option<String>,
    /// What the bank calls the product.
    pub product: Option<String>,
    /// Its currency. Absent when it holds several.
    pub currency: Option<String>,
    /// What kind of account it is (ISO 20022 cash account type).
    pub kind: Option<String>,
    /// Whether a person or a business holds it.
    pub category: Option<String>,
    /// Whether it can be used.
    pub status: Option<String>,
    /// Its numbers.
    pub numbers: Vec<FfiAccountNumber>,
    /// The balances that count: one per currency, none when none is known.
    pub headlines: Vec<FfiHeadline>,
    /// Every balance the bank gave.
    pub balances: Vec<FfiBalance>,
    /// Since when the bank no longer lists it.
    pub missing_since: Option<SystemTime>,
    /// When the bank was asked.
    pub fetched_at: SystemTime,
}

impl From<&AccountOverview> for FfiAccount {
    fn from(seen: &AccountOverview) -> Self {
        let (account, provenance) = (&seen.account.value, &seen.account.provenance);
        Self {
            link: seen.key.link.to_string(),
            bank: provenance.bank.to_string(),
            id: account.id.to_string(),
            name: account.name().map(str::to_owned),
            product: account.description.clone(),
            currency: account.currency.map(|currency| currency.to_string()),
            kind: account.kind.clone().map(String::from),
            category: account.category.clone().map(String::from),
            status: account.status.clone().map(String::from),
            numbers: account.numbers.iter().map(FfiAccountNumber::from).collect(),
            headlines: seen.headlines.iter().map(FfiHeadline::from).collect(),
            balances: seen.balances.iter().map(FfiBalance::from).collect(),
            missing_since: seen.missing_since.map(SystemTime::from),
            fetched_at: provenance.fetched_at.into(),
        }
    }
}

/// A number that names an account in a scheme.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiAccountNumber {
    /// Whose numbering it is.
    pub scheme: String,
    /// The number. Banks may mask it.
    pub number: String,
    /// The name on the account.
    pub holder: Option<String>,
    /// The last four characters, when there is something left to hide.
    pub last_four: Option<String>,
}

impl std::fmt::Debug for FfiAccountNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FfiAccountNumber({} …{})", self.scheme, self.last_four.as_deref().unwrap_or_default())
    }
}

impl From<&AccountNumber> for FfiAccountNumber {
    fn from(number: &AccountNumber) -> Self {
        Self {
            scheme: number.scheme.to_string(),
            number: number.number.clone(),
            holder: number.holder.clone(),
            last_four: number.last_four().map(str::to_owned),
        }
    }
}

/// The balance that counts.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiHeadline {
    /// How much is the customer's own, negative when owed.
    pub amount: FfiMoney,
    /// Which of the bank's balances it comes from (ISO 20022 balance type).
    pub kind: String,
    /// When it was true, when the bank says.
    pub as_of: Option<FfiBankTime>,
    /// When the bank was asked.
    pub fetched_at: SystemTime,
    /// Whether granted credit was taken out of the bank's figure.
    pub credit_taken_out: bool,
}

impl From<&Headline> for FfiHeadline {
    fn from(headline: &Headline) -> Self {
        Self {
            amount: headline.amount.into(),
            kind: headline.kind.to_string(),
            as_of: headline.as_of.as_ref().map(FfiBankTime::from),
            fetched_at: headline.fetched_at.into(),
            credit_taken_out: headline.credit_taken_out,
        }
    }
}

/// A balance as the bank gave it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FfiBalance {
    /// How much, negative when overdrawn or owed.
    pub amount: FfiMoney,
    /// Which balance it is (ISO 20022 balance type).
    pub kind: String,
    /// When it was true, when the bank says.
    pub as_of: Option<FfiBankTime>,
    /// Whether credit the bank grants is counted in it.
    pub includes_credit: bool,
}

impl From<&Sourced<Balance>> for FfiBalance {
    fn from(sourced: &Sourced<Balance>) -> Self {
        let balance = &sourced.value;
        Self {
            amount: balance.amount.into(),
            kind: balance.kind.to_string(),
            as_of: balance.as_of.as_ref().map(FfiBankTime::from),
            includes_credit: balance.includes_credit(),
        }
    }
}
