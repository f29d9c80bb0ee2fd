//! Accounts, balances and people, in the port's words.

use moa_bank_core::Bank;
use moa_bank_core::ledger::{self, Account, CreditLineKind};
use moa_kernel::{AccountId, CustomerId};

use crate::port::{
    AccountKind, AccountNumber, AccountRecord, BalanceKind, BalanceRecord, CoreFault, CreditLineRecord, NumberScheme,
    PartyRecord,
};

pub(super) fn account(account: &Account) -> AccountRecord {
    AccountRecord {
        id: account.id.clone(),
        kind: match account.kind {
            ledger::AccountKind::Current => AccountKind::Current,
            ledger::AccountKind::Savings => AccountKind::Savings,
            ledger::AccountKind::Card => AccountKind::CreditCard,
        },
        currencies: account.currencies.clone(),
        description: Some(account.description.clone()),
        nickname: account.nickname.clone(),
        opened: Some(account.opened_on),
        holder: Some(account.holder.clone()),
        numbers: account.numbers.iter().map(number).collect(),
        servicer: account.servicer.as_ref().map(|servicer| (servicer.bic.clone(), servicer.name.clone())),
    }
}

pub(super) fn number(number: &ledger::AccountNumber) -> AccountNumber {
    use ledger::AccountNumber as Kept;
    let (scheme, number) = match number {
        Kept::SortCode { sort_code, number } => (NumberScheme::SortCodeAccountNumber, format!("{sort_code}{number}")),
        Kept::Iban { iban } => (NumberScheme::Iban, iban.clone()),
        Kept::Pan { number } => (NumberScheme::CardNumber, number.clone()),
    };
    AccountNumber { scheme, number }
}

pub(super) fn balances(bank: &Bank, account: &AccountId) -> Result<Vec<BalanceRecord>, CoreFault> {
    let told = bank.ledger().balances(account)?;
    Ok(told.iter().map(|balance| record(account, balance)).collect())
}

fn record(account: &AccountId, balance: &ledger::Balance) -> BalanceRecord {
    use ledger::BalanceKind as Kept;
    BalanceRecord {
        account: account.clone(),
        kind: match balance.kind {
            Kept::InterimBooked => BalanceKind::InterimBooked,
            Kept::InterimAvailable => BalanceKind::InterimAvailable,
            Kept::ClosingBooked => BalanceKind::ClosingBooked,
            Kept::ClosingAvailable => BalanceKind::ClosingAvailable,
            Kept::OpeningBooked => BalanceKind::OpeningBooked,
            Kept::Expected => BalanceKind::Expected,
        },
        amount: balance.amount,
        at: balance.at,
        credit_lines: balance.credit_lines.iter().map(credit_line).collect(),
    }
}

fn credit_line(line: &ledger::CreditLine) -> CreditLineRecord {
    let pre_agreed = line.kind == CreditLineKind::PreAgreed;
    CreditLineRecord { included: line.included, amount: line.amount, pre_agreed }
}

pub(super) fn party(bank: &Bank, customer: &CustomerId) -> Result<PartyRecord, CoreFault> {
    let party = bank.customers().party(customer)?.ok_or(CoreFault::NotFound)?;
    Ok(PartyRecord {
        id: party.id.to_string(),
        name: party.name,
        email: party.email,
        phone: party.phone,
        address: party.address,
        country: Some(party.country),
    })
}
