//! A page of entries.

use moa_bank_internal::iso20022::messages::Message;
use moa_bank_internal::iso20022::messages::OneOf;
use moa_bank_internal::iso20022::messages::amount::Direction;
use moa_bank_internal::iso20022::messages::entry::{BOOKED, Entry, InstructedAmount, PENDING, TransactionDetails};
use moa_bank_internal::iso20022::messages::header::Sequence;
use moa_bank_internal::iso20022::messages::party::{CashAccount, PartyOrAgent};
use moa_bank_internal::iso20022::messages::report::{AccountStatement, Statement};
use moa_bank_internal::iso20022::messages::supplementary::{Extra, StatementExtra, TransactionExtra};
use moa_kernel::{AccountId, TransactionId};

use super::{Fault, account_number, answers, moment, unexpected};
use crate::port::{
    CounterpartyRecord, ExchangeRecord, MerchantRecord, Shared, TransactionPage, TransactionRecord, TransactionStatus,
    TransactionsQuestion,
};

/// A page of a statement, if it is the one asked for.
pub(crate) fn page(id: &str, answer: Message, asked: &TransactionsQuestion) -> Result<TransactionPage, Fault> {
    let statement = match answer {
        Message::Statement(statement) => statement,
        other => return Err(unexpected(other)),
    };
    answers(id, &statement.header)?;
    let [told] = statement.statements.as_slice() else { return Err(Fault::no_answer("a page is of one statement")) };
    if told.account.bank_id() != Some(asked.account.as_str()) {
        return Err(Fault::no_answer("the statement is of another account"));
    }
    let beyond = beyond(&statement);
    Ok(TransactionPage {
        rows: told
            .entries
            .iter()
            .map(|entry| row(&asked.account, entry).map(Shared::from))
            .collect::<Result<_, _>>()?,
        next: next(&statement, told)?,
        total: total(told)?,
        first_available: beyond.and_then(|beyond| beyond.first),
        last_available: beyond.and_then(|beyond| beyond.last),
    })
}

fn beyond(statement: &Statement) -> Option<&StatementExtra> {
    statement.supplementary.iter().find_map(|beside| match &beside.envelope.is {
        Extra::Statement(extra) => Some(extra),
        _ => None,
    })
}

/// A page that is not the last says where it ended, and the last says nothing.
fn next(statement: &Statement, told: &AccountStatement) -> Result<Option<String>, Fault> {
    let is_last = statement.header.page.as_ref().map(|page| page.is_last);
    match (is_last, &told.sequence) {
        (Some(true), None) => Ok(None),
        (Some(false), Some(OneOf { is: Sequence::To(position) })) => Ok(Some(position.clone())),
        _ => Err(Fault::no_answer("the page does not say whether and where there is more")),
    }
}

fn total(told: &AccountStatement) -> Result<u64, Fault> {
    let count = told.summary.as_ref().and_then(|summary| summary.total.as_ref()).and_then(|total| total.count);
    count.ok_or_else(|| Fault::no_answer("a statement counts its entries"))
}

fn row(account: &AccountId, told: &Entry) -> Result<TransactionRecord, Fault> {
    let status = match told.status.text() {
        BOOKED => TransactionStatus::Booked,
        PENDING => TransactionStatus::Pending,
        _ => return Err(Fault::no_answer("an entry has an unknown status")),
    };
    let booked = told.booked.as_ref().ok_or_else(|| Fault::no_answer("an entry has no day"))?;
    let bad_id = |_| Fault::no_answer("an entry has an id that cannot be one");
    let beyond = beyond_the_standard(told)?;
    let merchant = beyond.and_then(|beyond| beyond.merchant.as_ref());
    Ok(TransactionRecord {
        id: told.bank_reference.as_deref().map(TransactionId::new).transpose().map_err(bad_id)?,
        account: account.clone(),
        status,
        amount: told.amount.signed(told.direction),
        booked_at: moment(&booked.is),
        valued_at: told.valued.as_ref().map(|at| moment(&at.is)),
        description: told.text.clone(),
        reference: reference(told)?,
        bank_code: told.code.domain.as_ref().map(|it| (it.family.code.clone(), it.family.sub_family.clone())),
        merchant: merchant.map(|shop| MerchantRecord { name: shop.name.clone(), category: shop.category.clone() }),
        counterparty: counterparty(told)?,
        exchange: details(told)?.and_then(exchange),
        running_balance: beyond
            .and_then(|beyond| beyond.balance_after.as_ref())
            .map(|balance| balance.amount.signed(balance.direction)),
    })
}

/// What is known of the one transaction behind an entry. A batch of several is more than was asked for.
fn details(told: &Entry) -> Result<Option<&TransactionDetails>, Fault> {
    match told.details.as_slice() {
        [] => Ok(None),
        [only] => match only.transactions.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(only)),
            _ => Err(Fault::no_answer("an entry is of several transactions")),
        },
        _ => Err(Fault::no_answer("an entry is of several transactions")),
    }
}

pub(super) fn reference(told: &Entry) -> Result<Option<String>, Fault> {
    match details(told)?.and_then(|details| details.remittance.as_ref()).map(|it| it.lines.as_slice()) {
        None | Some([]) => Ok(None),
        Some([line]) => Ok(Some(line.clone())),
        Some(_) => Err(Fault::no_answer("an entry has several references")),
    }
}

fn counterparty(told: &Entry) -> Result<Option<CounterpartyRecord>, Fault> {
    match told.direction {
        Direction::Debit => creditor(told),
        Direction::Credit => {
            let Some(parties) = details(told)?.and_then(|details| details.parties.as_ref()) else { return Ok(None) };
            side(parties.debtor.as_ref(), parties.debtor_account.as_ref())
        }
    }
}

pub(super) fn creditor(told: &Entry) -> Result<Option<CounterpartyRecord>, Fault> {
    let Some(parties) = details(told)?.and_then(|details| details.parties.as_ref()) else { return Ok(None) };
    side(parties.creditor.as_ref(), parties.creditor_account.as_ref())
}

fn side(
    party: Option<&OneOf<PartyOrAgent>>,
    account: Option<&CashAccount>,
) -> Result<Option<CounterpartyRecord>, Fault> {
    if party.is_none() && account.is_none() {
        return Ok(None);
    }
    let name = party.and_then(|party| match &party.is {
        PartyOrAgent::Party(party) => party.name.clone(),
    });
    Ok(Some(CounterpartyRecord { name, number: account_number(account)? }))
}

fn exchange(details: &TransactionDetails) -> Option<ExchangeRecord> {
    let InstructedAmount { amount, exchange } = details.amounts.as_ref()?.instructed.as_ref()?;
    let exchange = exchange.as_ref()?;
    Some(ExchangeRecord { instructed: amount.unsigned(), rate: exchange.rate.number(), quoted_at: exchange.quoted })
}

fn beyond_the_standard(told: &Entry) -> Result<Option<&TransactionExtra>, Fault> {
    let Some(details) = details(told)? else { return Ok(None) };
    Ok(details.supplementary.iter().find_map(|beside| match &beside.envelope.is {
        Extra::Transaction(extra) => Some(extra),
        _ => None,
    }))
}
