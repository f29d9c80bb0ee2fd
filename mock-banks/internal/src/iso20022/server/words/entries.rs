//! Transactions as entries of a statement.

use moa_bank_core::Bank;
use moa_bank_core::ledger::{Counterparty, Exchange, Particulars, Transaction};

use super::super::refusal::Refusal;
use super::accounts;
use crate::iso20022::messages::OneOf;
use crate::iso20022::messages::amount::{Amount, Direction, Rate};
use crate::iso20022::messages::entry::{
    AmountDetails, BankTransactionCode, CurrencyExchange, DayOrMoment, Domain, Entry, EntryDetails, Family,
    InstructedAmount, RelatedParties, Remittance, TransactionDetails,
};
use crate::iso20022::messages::party::{CashAccount, Party, PartyOrAgent};
use crate::iso20022::messages::supplementary::{
    BalanceAfter, Extra, Merchant, OurNamespace, Supplementary, TransactionExtra,
};

/// A transaction. Whether its id is told is the bank's temper.
pub(crate) fn entry(bank: &Bank, row: &Transaction) -> Result<Entry, Refusal> {
    let (amount, direction) = Amount::of(row.amount)?;
    let (family, sub_family) = row.particulars.kind.iso();
    Ok(Entry {
        amount,
        direction,
        status: OneOf::code(row.status.code()),
        booked: Some(DayOrMoment::Moment(row.booked_at).into()),
        valued: Some(DayOrMoment::Moment(row.value_at).into()),
        bank_reference: bank.spec().temper.tells_id_of(row).then(|| row.id.to_string()),
        code: code(family, sub_family),
        details: details(row, direction)?.into_iter().collect(),
        text: Some(row.particulars.text.clone()),
    })
}

/// Family and sub-family, below the domain they belong to.
pub(super) fn code(family: &str, sub_family: &str) -> BankTransactionCode {
    let domain = match family {
        "SPOT" => "FORX",
        "MCOP" | "MDOP" => "ACMT",
        _ => "PMNT",
    };
    let family = Family { code: family.to_owned(), sub_family: sub_family.to_owned() };
    BankTransactionCode { domain: Some(Domain { code: domain.to_owned(), family }) }
}

fn details(row: &Transaction, direction: Direction) -> Result<Option<EntryDetails>, Refusal> {
    let told = &row.particulars;
    let transaction = TransactionDetails {
        amounts: told.exchange.as_ref().map(amounts).transpose()?,
        parties: told.counterparty.as_ref().map(|party| parties(party, direction)),
        remittance: told.reference.as_deref().map(remittance),
        supplementary: beyond_the_standard(row, told)?.into_iter().collect(),
    };
    let is_empty = transaction.amounts.is_none()
        && transaction.parties.is_none()
        && transaction.remittance.is_none()
        && transaction.supplementary.is_empty();
    Ok((!is_empty).then(|| EntryDetails { transactions: vec![transaction] }))
}

fn amounts(exchange: &Exchange) -> Result<AmountDetails, Refusal> {
    let (amount, _) = Amount::of(exchange.instructed)?;
    let source = exchange.instructed.currency;
    let exchange = CurrencyExchange {
        source,
        target: Some(exchange.target),
        unit: Some(source),
        rate: Rate::new(exchange.rate)?,
        quoted: Some(exchange.quoted_at),
    };
    Ok(AmountDetails { instructed: Some(InstructedAmount { amount, exchange: Some(exchange) }) })
}

/// The other side: who was paid when money left, who paid when it came.
fn parties(other: &Counterparty, direction: Direction) -> RelatedParties {
    let (party, account) = sides(other);
    let party = Some(PartyOrAgent::Party(party).into());
    match direction {
        Direction::Debit => {
            RelatedParties { debtor: None, debtor_account: None, creditor: party, creditor_account: account }
        }
        Direction::Credit => {
            RelatedParties { debtor: party, debtor_account: account, creditor: None, creditor_account: None }
        }
    }
}

/// Somebody, and their account as far as it is known.
pub(super) fn sides(other: &Counterparty) -> (Party, Option<CashAccount>) {
    let account = other.number.as_ref().map(|number| CashAccount::numbered(accounts::number(number)));
    (Party::named(&other.name), account)
}

pub(super) fn remittance(line: &str) -> Remittance {
    Remittance { lines: vec![line.to_owned()] }
}

fn beyond_the_standard(row: &Transaction, told: &Particulars) -> Result<Option<Supplementary>, Refusal> {
    let merchant =
        told.merchant.as_ref().map(|shop| Merchant { name: shop.name.clone(), category: Some(shop.category.clone()) });
    let balance_after = row.balance_after.map(Amount::of).transpose()?;
    if merchant.is_none() && balance_after.is_none() {
        return Ok(None);
    }
    let balance_after = balance_after.map(|(amount, direction)| BalanceAfter { amount, direction });
    let extra = TransactionExtra { namespace: OurNamespace, merchant, balance_after };
    Ok(Some(Supplementary::at(None, Extra::Transaction(extra))))
}
