//! Accounts, their owners and their balances.

use moa_bank_core::customers;
use moa_bank_core::ledger::{self, Account, AccountNumber, CreditLineKind};

use super::super::refusal::Refusal;
use crate::iso20022::messages::OneOf;
use crate::iso20022::messages::amount::Amount;
use crate::iso20022::messages::entry::DayOrMoment;
use crate::iso20022::messages::party::{
    AccountId, Agent, CashAccount, Contact, Institution, Party, PostalAddress, SCHEME_BANK_ID, SCHEME_CARD,
    SCHEME_CUSTOMER, SCHEME_SORT_CODE,
};
use crate::iso20022::messages::report::{Balance, BalanceType, CreditLine, LINE_CREDIT, LINE_PRE_AGREED};
use crate::iso20022::messages::supplementary::{AccountExtra, Extra, OurNamespace};

/// An account by the bank's own id of it.
pub(crate) fn by_id(id: &moa_kernel::AccountId) -> CashAccount {
    CashAccount::numbered(AccountId::of_scheme(SCHEME_BANK_ID, id.as_str()))
}

/// An account with everything the standard has a field for.
pub(crate) fn whole(account: &Account) -> CashAccount {
    CashAccount {
        kind: Some(OneOf::code(account.kind.code())),
        currency: account.currency(),
        name: Some(account.description.clone()),
        owner: Some(Party::named(&account.holder)),
        servicer: account.servicer.as_ref().map(|bank| Agent {
            institution: Institution { bic: Some(bank.bic.clone()), name: Some(bank.name.clone()), other: None },
        }),
        ..by_id(&account.id)
    }
}

/// What the standard has no field for.
pub(crate) fn beyond_the_standard(account: &Account) -> Extra {
    Extra::Account(AccountExtra {
        namespace: OurNamespace,
        nickname: account.nickname.clone(),
        opened: Some(account.opened_on),
        currencies: account.currencies.clone(),
        numbers: account.numbers.iter().map(|number| self::number(number).into()).collect(),
    })
}

/// The whole relation of a customer with the bank, as if it were an account: its owner is what is told of it.
pub(crate) fn relation(party: &customers::Party) -> CashAccount {
    let id = party.id.as_str();
    let owner = Party {
        name: Some(party.name.clone()),
        address: Some(PostalAddress { country: Some(party.country.clone()), lines: party.address.clone() }),
        contact: (party.phone.is_some() || party.email.is_some())
            .then(|| Contact { phone: party.phone.clone(), email: party.email.clone() }),
        ..Party::numbered(id)
    };
    CashAccount { owner: Some(owner), ..CashAccount::numbered(AccountId::of_scheme(SCHEME_CUSTOMER, id)) }
}

/// A number by which others know an account.
pub(crate) fn number(number: &AccountNumber) -> AccountId {
    match number {
        AccountNumber::Iban { iban } => AccountId::Iban(iban.clone()),
        AccountNumber::SortCode { sort_code, number } => {
            AccountId::of_scheme(SCHEME_SORT_CODE, &format!("{sort_code}{number}"))
        }
        AccountNumber::Pan { number } => AccountId::of_scheme(SCHEME_CARD, number),
    }
}

/// Balances, in the bank's own order.
pub(crate) fn balances(told: &[ledger::Balance]) -> Result<Vec<Balance>, Refusal> {
    told.iter().map(balance).collect()
}

fn balance(told: &ledger::Balance) -> Result<Balance, Refusal> {
    let (amount, direction) = Amount::of(told.amount)?;
    let credit_lines = told.credit_lines.iter().map(credit_line).collect::<Result<_, _>>()?;
    Ok(Balance {
        kind: BalanceType { code: OneOf::code(told.kind.code()) },
        credit_lines,
        amount,
        direction,
        at: DayOrMoment::Moment(told.at).into(),
    })
}

fn credit_line(line: &ledger::CreditLine) -> Result<CreditLine, Refusal> {
    let code = match line.kind {
        CreditLineKind::PreAgreed => LINE_PRE_AGREED,
        CreditLineKind::Credit => LINE_CREDIT,
    };
    let (amount, _) = Amount::of(line.amount)?;
    Ok(CreditLine { included: line.included, kind: Some(OneOf::code(code)), amount: Some(amount) })
}
