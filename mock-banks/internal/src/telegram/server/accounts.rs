//! Accounts, balances and people as lines.

use moa_bank_core::Bank;
use moa_bank_core::ledger::{Account, AccountNumber, CreditLineKind};

use super::super::wire::code::Response;
use super::super::wire::lines::{
    AccountLine, AddressLine, BalanceLine, CreditLine, CurrencyLine, NumberLine, PersonAsked, PersonLine,
};
use super::super::wire::{Body, Message};
use super::answer::{Answer, Fault};

pub(super) fn account(account: &Account) -> Result<Answer, Fault> {
    let mut body = Body::default();
    body.push(&AccountLine {
        id: account.id.clone(),
        kind: account.kind.code().to_owned(),
        description: Some(account.description.clone()),
        nickname: account.nickname.clone(),
        opened: Some(account.opened_on),
        holder: Some(account.holder.clone()),
        servicer_bic: account.servicer.as_ref().map(|servicer| servicer.bic.clone()),
        servicer_name: account.servicer.as_ref().map(|servicer| servicer.name.clone()),
    })?;
    for currency in &account.currencies {
        body.push(&CurrencyLine { currency: *currency })?;
    }
    for number in &account.numbers {
        let (scheme, number) = scheme_and_number(number);
        body.push(&NumberLine { scheme: scheme.to_owned(), number })?;
    }
    Ok(Answer { body, position: None })
}

/// `SORT`: six digits of sort code and eight of account number; `IBAN`; `CARD`.
pub(super) fn scheme_and_number(number: &AccountNumber) -> (&'static str, String) {
    match number {
        AccountNumber::SortCode { sort_code, number } => ("SORT", format!("{sort_code}{number}")),
        AccountNumber::Iban { iban } => ("IBAN", iban.clone()),
        AccountNumber::Pan { number } => ("CARD", number.clone()),
    }
}

pub(super) fn balances(bank: &Bank, account: &Account) -> Result<Answer, Fault> {
    let mut body = Body::default();
    for balance in bank.ledger().balances(&account.id)? {
        body.push(&BalanceLine { kind: balance.kind.code().to_owned(), amount: balance.amount, at: balance.at })?;
        for line in balance.credit_lines {
            let pre_agreed = line.kind == CreditLineKind::PreAgreed;
            body.push(&CreditLine { included: line.included, amount: line.amount, pre_agreed })?;
        }
    }
    Ok(Answer { body, position: None })
}

pub(super) fn person(bank: &Bank, message: &Message) -> Result<Answer, Fault> {
    let mut lines = message.lines();
    let asked: PersonAsked = lines.take()?;
    lines.end()?;
    let party = bank.customers().party(&asked.customer)?.ok_or(Fault::Code(Response::NotFound))?;
    let mut body = Body::default().with(&PersonLine {
        id: party.id.to_string(),
        name: party.name,
        email: party.email,
        phone: party.phone,
        country: Some(party.country),
    })?;
    for text in party.address {
        body.push(&AddressLine { text })?;
    }
    Ok(Answer { body, position: None })
}
