//! Accounts, balances and people.

use moa_bank_internal::iso20022::messages::OneOf;
use moa_bank_internal::iso20022::messages::amount::Amount;
use moa_bank_internal::iso20022::messages::party::SCHEME_CUSTOMER;
use moa_bank_internal::iso20022::messages::report::{Balance, CreditLine, LINE_CREDIT, LINE_PRE_AGREED, Report};
use moa_bank_internal::iso20022::messages::supplementary::Extra;
use moa_kernel::{AccountId, CustomerId};

use super::{Fault, Reports, moment, number};
use crate::port::{AccountKind, AccountRecord, BalanceKind, BalanceRecord, CreditLineRecord, PartyRecord, Shared};

/// What the accounts are.
pub(crate) fn accounts(told: &Reports, asked: &[AccountId]) -> Result<Vec<Shared<AccountRecord>>, Fault> {
    told.each(asked)?.map(|(id, report, beside)| account(id, report, beside).map(Shared::from)).collect()
}

fn account(id: &AccountId, report: &Report, beside: Option<&Extra>) -> Result<AccountRecord, Fault> {
    let Some(Extra::Account(beside)) = beside else {
        return Err(Fault::no_answer("an account is told without what stands beside it"));
    };
    let told = &report.account;
    let numbers = beside.numbers.iter().map(|told| number(&told.is)).collect::<Result<_, _>>()?;
    let servicer = told.servicer.as_ref().map(|bank| bank.institution.bic.clone().zip(bank.institution.name.clone()));
    Ok(AccountRecord {
        id: id.clone(),
        kind: kind(told.kind.as_ref().map(OneOf::text))?,
        currencies: beside.currencies.clone(),
        description: told.name.clone(),
        nickname: beside.nickname.clone(),
        opened: beside.opened,
        holder: told.owner.as_ref().and_then(|owner| owner.name.clone()),
        numbers,
        servicer: servicer.flatten(),
    })
}

fn kind(code: Option<&str>) -> Result<AccountKind, Fault> {
    match code {
        Some("CACC") => Ok(AccountKind::Current),
        Some("SVGS") => Ok(AccountKind::Savings),
        Some("CARD") => Ok(AccountKind::CreditCard),
        _ => Err(Fault::no_answer("an account is of an unknown kind")),
    }
}

/// What stands on them.
pub(crate) fn balances(told: &Reports, asked: &[AccountId]) -> Result<Vec<BalanceRecord>, Fault> {
    let each = told.each(asked)?;
    each.flat_map(|(id, report, _)| report.balances.iter().map(|told| balance(id, told))).collect()
}

fn balance(account: &AccountId, told: &Balance) -> Result<BalanceRecord, Fault> {
    let kind = match told.kind.code.text() {
        "ITAV" => BalanceKind::InterimAvailable,
        "ITBD" => BalanceKind::InterimBooked,
        "CLAV" => BalanceKind::ClosingAvailable,
        "CLBD" => BalanceKind::ClosingBooked,
        "OPBD" => BalanceKind::OpeningBooked,
        "XPCD" => BalanceKind::Expected,
        _ => return Err(Fault::no_answer("a balance is of an unknown kind")),
    };
    Ok(BalanceRecord {
        account: account.clone(),
        kind,
        amount: told.amount.signed(told.direction),
        at: moment(&told.at.is),
        credit_lines: told.credit_lines.iter().map(credit_line).collect::<Result<_, _>>()?,
    })
}

fn credit_line(told: &CreditLine) -> Result<CreditLineRecord, Fault> {
    let pre_agreed = match told.kind.as_ref().map(OneOf::text) {
        Some(LINE_PRE_AGREED) => true,
        Some(LINE_CREDIT) => false,
        _ => return Err(Fault::no_answer("a credit line is of an unknown kind")),
    };
    let amount = told.amount.ok_or_else(|| Fault::no_answer("a credit line has no amount"))?;
    Ok(CreditLineRecord { included: told.included, amount: Amount::unsigned(amount), pre_agreed })
}

/// Who the customer is.
pub(crate) fn party(told: &Reports, asked: &CustomerId) -> Result<PartyRecord, Fault> {
    let [report] = told.reports.as_slice() else { return Err(Fault::no_answer("a customer has one report")) };
    let Some(owner) = &report.account.owner else { return Err(Fault::no_answer("a report of nobody")) };
    let is_asked =
        [report.account.id.is.in_scheme(SCHEME_CUSTOMER), owner.number()].map(|id| id == Some(asked.as_str()));
    let (Some(name), [true, true]) = (owner.name.clone(), is_asked) else {
        return Err(Fault::no_answer("the report is of another customer"));
    };
    let contact = owner.contact.as_ref();
    let address = owner.address.as_ref();
    Ok(PartyRecord {
        id: asked.to_string(),
        name,
        email: contact.and_then(|contact| contact.email.clone()),
        phone: contact.and_then(|contact| contact.phone.clone()),
        address: address.map(|address| address.lines.clone()).unwrap_or_default(),
        country: address.and_then(|address| address.country.clone()),
    })
}
