//! What a file must get right beyond its grammar. Each rule names the line that broke it.

use std::collections::HashSet;

use serde::Deserialize;
use toml::Spanned;

use super::{AccountSpec, BankSpec, CustomerSpec, Numbers, SpecError};
use moa_kernel::{Currency, ExposeSecret as _};

/// The shortest password a customer may have, in characters.
const PASSWORD_CHARS_MIN: usize = 8;

/// Where things stand in the file: the same text read once more, for line numbers only.
#[derive(Deserialize)]
struct Places {
    country: Spanned<String>,
    numbers: Spanned<toml::Table>,
    temper: Spanned<toml::Table>,
    customers: Vec<Spanned<CustomerPlace>>,
}

#[derive(Deserialize)]
struct CustomerPlace {
    login: Spanned<String>,
    password: Spanned<String>,
    accounts: Vec<Spanned<AccountPlace>>,
    life: Option<Spanned<toml::Table>>,
}

#[derive(Deserialize)]
struct AccountPlace {
    key: Spanned<String>,
}

/// Something wrong, and the byte where it is.
struct Wrong(usize, String);

impl Wrong {
    fn at<T>(place: &Spanned<T>, message: impl Into<String>) -> Self {
        Self(place.span().start, message.into())
    }
}

/// Checks one bank against itself.
pub(super) fn one(file: &str, text: &str, spec: &BankSpec) -> Result<(), SpecError> {
    let places: Places = toml::from_str(text).map_err(|error| SpecError::toml(file, text, &error))?;
    country(spec, &places)
        .and_then(|()| temper(spec, &places))
        .and_then(|()| customers(spec, &places))
        .map_err(|Wrong(place, message)| SpecError::at(file, text, place, message))
}

fn country(spec: &BankSpec, places: &Places) -> Result<(), Wrong> {
    if spec.country.len() != 2 || !spec.country.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Err(Wrong::at(&places.country, "a country is two capital letters"));
    }
    let digits = |text: &str, long: usize| text.len() == long && text.bytes().all(|digit| digit.is_ascii_digit());
    match &spec.numbers {
        Numbers::SortCode { sort_code } if !digits(sort_code, 6) => {
            Err(Wrong::at(&places.numbers, "a sort code is six digits"))
        }
        Numbers::Iban { bank_code, .. } if !digits(bank_code, 8) => {
            Err(Wrong::at(&places.numbers, "a bank code is eight digits"))
        }
        Numbers::Iban { .. } | Numbers::SortCode { .. } => Ok(()),
    }
}

fn temper(spec: &BankSpec, places: &Places) -> Result<(), Wrong> {
    if !(1..=1000).contains(&spec.temper.page_size) {
        return Err(Wrong::at(&places.temper, "a page has 1 to 1000 items"));
    }
    let different: HashSet<_> = spec.temper.balances.iter().collect();
    if different.is_empty() || different.len() != spec.temper.balances.len() {
        return Err(Wrong::at(&places.temper, "a bank tells at least one kind of balance, and each kind once"));
    }
    Ok(())
}

fn customers(spec: &BankSpec, places: &Places) -> Result<(), Wrong> {
    let mut logins = HashSet::new();
    for (customer, place) in spec.customers.iter().zip(&places.customers) {
        let place = place.get_ref();
        if customer.login.trim().is_empty() || customer.login.chars().count() > crate::customers::LOGIN_CHARS_MAX {
            return Err(Wrong::at(&place.login, "a login has some characters, and not too many"));
        }
        if !logins.insert(customer.login.as_str()) {
            return Err(Wrong::at(&place.login, format!("the login `{}` is taken", customer.login)));
        }
        if customer.password.expose_secret().chars().count() < PASSWORD_CHARS_MIN {
            return Err(Wrong::at(&place.password, format!("a password has {PASSWORD_CHARS_MIN} characters or more")));
        }
        accounts(spec.currency, customer, place)?;
    }
    Ok(())
}

fn accounts(home: Currency, customer: &CustomerSpec, places: &CustomerPlace) -> Result<(), Wrong> {
    let mut keys = HashSet::new();
    for (account, place) in customer.accounts.iter().zip(&places.accounts) {
        let key = &place.get_ref().key;
        if !keys.insert(account.key.as_str()) {
            return Err(Wrong::at(key, format!("the account `{}` is there twice", account.key)));
        }
        if account.currencies.iter().collect::<HashSet<_>>().len() != account.currencies.len() {
            return Err(Wrong::at(place, "an account holds each currency once"));
        }
        if !fits(home, account) {
            return Err(Wrong::at(place, "an amount is finer than the currency's smallest coin"));
        }
    }
    match (&customer.life, &places.life) {
        (Some(life), Some(place)) if !(1..=28).contains(&life.payday) => {
            Err(Wrong::at(place, "a payday is a day that every month has: 1 to 28"))
        }
        (Some(_), Some(place)) if !customer.accounts.iter().any(AccountSpec::takes_salary) => {
            Err(Wrong::at(place, "a life needs a current account that the salary can go to"))
        }
        _ => Ok(()),
    }
}

fn fits(home: Currency, account: &AccountSpec) -> bool {
    let currency = account.currencies.first().copied().unwrap_or(home);
    let fits = |amount: super::Amount| amount.minor(currency).is_ok();
    fits(account.opening) && account.credit_line.is_none_or(fits)
}

impl AccountSpec {
    /// Whether a salary can go here.
    pub(crate) fn takes_salary(&self) -> bool {
        self.kind == crate::ledger::AccountKind::Current
    }
}
