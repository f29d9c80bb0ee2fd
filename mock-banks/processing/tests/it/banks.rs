//! Banks to ask: the ones that come with the program, with half a year of lives in them.

use std::sync::Arc;

use moa_bank_core::Bank;
use moa_bank_core::ledger::AccountNumber as Kept;
use moa_bank_core::life::{self, History};
use moa_bank_core::spec::BankSpec;
use moa_bank_core::state::Database;
use moa_bank_processing::port::{AccountNumber, NumberScheme};
use moa_kernel::{AccountId, CustomerId, FrozenClock, SeededEntropy};

pub(crate) const THAMES: &str = include_str!("../../../server/banks/thames.toml");
pub(crate) const CLYDEBANK: &str = include_str!("../../../server/banks/clydebank.toml");
pub(crate) const RHEINBANK: &str = include_str!("../../../server/banks/rheinbank.toml");

/// A bank before anybody lives in it.
pub(crate) fn bare() -> Bank {
    let clock = Arc::new(FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap()));
    let spec = BankSpec::parse("bank.toml", THAMES).unwrap();
    Bank::open(spec, Database::in_memory().unwrap(), clock, Arc::new(SeededEntropy::new(1))).unwrap()
}

pub(crate) fn open(file: &str) -> Bank {
    let clock = Arc::new(FrozenClock::at("2026-11-23T09:00:00Z".parse().unwrap()));
    let spec = BankSpec::parse("bank.toml", file).unwrap();
    let bank = Bank::open(spec, Database::in_memory().unwrap(), clock, Arc::new(SeededEntropy::new(1))).unwrap();
    life::settle(&bank, History { months: 6, transactions: None }).unwrap();
    bank
}

pub(crate) fn customer(bank: &Bank, login: &str) -> CustomerId {
    bank.customers().find_customer(login).unwrap().unwrap()
}

pub(crate) fn accounts(bank: &Bank, login: &str) -> Vec<AccountId> {
    let accounts = bank.ledger().accounts_of(&customer(bank, login)).unwrap();
    accounts.into_iter().map(|account| account.id).collect()
}

/// The number of an account, in the port's words.
pub(crate) fn number(bank: &Bank, account: &AccountId) -> AccountNumber {
    let account = bank.ledger().find_account(account).unwrap().unwrap();
    let (scheme, number) = match account.numbers[0].clone() {
        Kept::SortCode { sort_code, number } => (NumberScheme::SortCodeAccountNumber, sort_code + &number),
        Kept::Iban { iban } => (NumberScheme::Iban, iban),
        Kept::Pan { number } => (NumberScheme::CardNumber, number),
    };
    AccountNumber { scheme, number }
}
