//! Who banks there: a login, a person, their accounts, and the outline of the life that fills them.

use moa_kernel::{Currency, SecretString};
use serde::{Deserialize, Deserializer};

use super::Amount;
use crate::ledger::AccountKind;

/// A customer, as a bank's file describes them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerSpec {
    /// What they type on the bank's page.
    pub login: String,
    /// Their password. Demo data: it is in a file that everyone can read. The state keeps only its Argon2id hash.
    #[serde(deserialize_with = "secret")]
    pub password: SecretString,
    /// Their name, as the bank prints it.
    pub name: String,
    /// Where letters go.
    #[serde(default)]
    pub address: Vec<String>,
    /// Where mail goes.
    pub email: Option<String>,
    /// `+44-2079460018`: the country, a hyphen, the rest.
    pub phone: Option<String>,
    /// Their accounts, the one that salary goes to first.
    pub accounts: Vec<AccountSpec>,
    /// What fills the accounts. Without it they hold their opening amounts and nothing happens.
    pub life: Option<LifeSpec>,
}

/// An account, as a bank's file describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountSpec {
    /// A word that names the account among its owner's. The account's id is made from it.
    pub key: String,
    /// What kind of account it is.
    pub kind: AccountKind,
    /// What the bank calls the product.
    pub description: String,
    /// What the owner calls it.
    pub nickname: Option<String>,
    /// Its currencies, the main one first. Empty means the bank's own.
    #[serde(default)]
    pub currencies: Vec<Currency>,
    /// What it opens with, in its main currency.
    #[serde(default)]
    pub opening: Amount,
    /// How far it may go below nothing: an agreed overdraft, or a card's limit.
    pub credit_line: Option<Amount>,
}

/// The outline of a life.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeSpec {
    /// Who pays the salary.
    pub employer: String,
    /// The salary, each month.
    pub salary: Amount,
    /// The day it comes, or the working day before.
    pub payday: u8,
    /// Who gets the rent.
    pub landlord: String,
    /// The rent, each month.
    pub rent: Amount,
    /// What goes to the savings account, each month.
    #[serde(default)]
    pub saving: Amount,
    /// Where they travel: the currencies they pay in abroad.
    #[serde(default)]
    pub abroad: Vec<Currency>,
}

fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<SecretString, D::Error> {
    String::deserialize(from).map(SecretString::from)
}
