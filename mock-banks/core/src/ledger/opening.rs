//! Opening the accounts that a bank's file lists, and the bank's own. What is open stays as it is.

use moa_kernel::{AccountId, Currency, CustomerId, Date, IdError};
use rusqlite::Transaction;

use super::{Account, Internal, LedgerError, Minor, Servicer, numbering};
use crate::Bank;
use crate::customers;
use crate::luck::Luck;
use crate::spec::{AccountSpec, BankSpec, CustomerSpec, Numbers};
use crate::state::to_json;

/// The id of an account: the same for the same seed, login and key, in every world.
fn derive_account_id(spec: &BankSpec, login: &str, key: &str) -> Result<AccountId, IdError> {
    AccountId::new(Luck::of(spec.seed, &[spec.id.as_str(), "account", login, key]).hex(24))
}

/// Opens everybody's accounts, all or none.
pub(crate) fn open_all(bank: &Bank) -> Result<(), LedgerError> {
    bank.database().write(|transaction| {
        for internal in Internal::ALL {
            let row = (bank.id().as_str(), internal.name());
            transaction.execute("INSERT OR IGNORE INTO core_accounts (bank, id) VALUES (?1, ?2)", row)?;
        }
        for person in &bank.spec().customers {
            let customer = customers::derive_id(bank.spec(), &person.login)?;
            for wanted in &person.accounts {
                open(transaction, bank, &account(bank, person, &customer, wanted)?)?;
            }
        }
        Ok(())
    })
}

fn open(transaction: &Transaction<'_>, bank: &Bank, account: &Account) -> Result<(), LedgerError> {
    transaction.execute(
        "INSERT OR IGNORE INTO core_accounts (bank, id, customer, facts) VALUES (?1, ?2, ?3, ?4)",
        (bank.id().as_str(), account.id.as_str(), account.customer.as_str(), to_json("account", account)?),
    )?;
    Ok(())
}

fn account(
    bank: &Bank,
    person: &CustomerSpec,
    customer: &CustomerId,
    wanted: &AccountSpec,
) -> Result<Account, LedgerError> {
    let spec = bank.spec();
    let currencies = wanted.currencies_or(spec.currency);
    let main = currencies.first().copied().unwrap_or(spec.currency);
    let credit_line = wanted.credit_line.map(|amount| amount.minor(main)).transpose()?;
    Ok(Account {
        id: derive_account_id(spec, &person.login, &wanted.key)?,
        customer: customer.clone(),
        kind: wanted.kind,
        currencies,
        description: wanted.description.clone(),
        nickname: wanted.nickname.clone(),
        holder: person.name.to_uppercase(),
        numbers: numbering::derive(spec, &person.login, &wanted.key, wanted.kind),
        servicer: servicer(spec),
        opened_on: opened_on(spec, &person.login, &wanted.key),
        credit_line: credit_line.map(|minor| Minor::new(minor, main).money()),
    })
}

fn servicer(spec: &BankSpec) -> Option<Servicer> {
    match &spec.numbers {
        Numbers::Iban { bic, .. } => Some(Servicer { bic: bic.clone(), name: spec.name.en.clone() }),
        Numbers::SortCode { .. } => None,
    }
}

/// A day long before any history: accounts are older than what a bank still tells about them.
fn opened_on(spec: &BankSpec, login: &str, key: &str) -> Date {
    let mut luck = Luck::of(spec.seed, &[spec.id.as_str(), "opened", login, key]);
    let (year, month, day) = (luck.between(2009, 2016), luck.between(1, 12), luck.between(1, 28));
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return Date::ZERO };
    Date::new(year, month, day).unwrap_or(Date::ZERO)
}

impl AccountSpec {
    /// The account's currencies; the bank's own when the file names none.
    pub(crate) fn currencies_or(&self, home: Currency) -> Vec<Currency> {
        if self.currencies.is_empty() { vec![home] } else { self.currencies.clone() }
    }
}
