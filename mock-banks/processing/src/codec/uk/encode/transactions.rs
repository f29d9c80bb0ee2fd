//! `OBReadTransaction6`. Basic leaves out texts, merchants, other parties and running balances.

use moa_wire::uk::v4::CounterAccount;
use moa_wire::uk::v4::transactions::{
    BankTransactionCode, CurrencyExchange, MerchantDetails, Mutability, RunningBalance, Transaction,
    TransactionStatus as Status, Transactions,
};
use moa_wire::{ExactNumber, Raw};

use super::amount::{indicator, unsigned};
use super::{balances, form, number, written};
use crate::codec::uk::links::date_time;
use crate::codec::uk::{Permission, Permissions, UkError};
use crate::port::{BalanceKind, ExchangeRecord, Form, Shared, TransactionRecord, TransactionStatus};

pub(super) fn encode<'a>(
    rows: &'a [Shared<TransactionRecord>],
    permissions: &Permissions,
) -> Result<Transactions<&'a Raw>, UkError> {
    let form = form(Permission::ReadTransactionsDetail, permissions);
    let one = |row: &TransactionRecord| if form.detail { with_detail(row, form) } else { basic(row) };
    let transaction = rows.iter().map(|row| written(row, form, one)).collect::<Result<_, _>>()?;
    Ok(Transactions { transaction })
}

fn basic(row: &TransactionRecord) -> Transaction {
    let (status, mutability) = match row.status {
        TransactionStatus::Booked => (Status::Booked, Mutability::Immutable),
        TransactionStatus::Pending => (Status::Pending, Mutability::Mutable),
    };
    Transaction {
        account_id: row.account.to_string(),
        transaction_id: row.id.as_ref().map(ToString::to_string),
        transaction_reference: row.reference.clone(),
        credit_debit_indicator: indicator(row.amount),
        status,
        transaction_mutability: Some(mutability),
        booking_date_time: date_time(row.booked_at),
        value_date_time: row.valued_at.map(date_time),
        amount: unsigned(row.amount),
        currency_exchange: row.exchange.as_ref().and_then(|exchange| currency_exchange(row, exchange)),
        bank_transaction_code: row
            .bank_code
            .as_ref()
            .map(|(code, sub)| BankTransactionCode { code: code.clone(), sub_code: sub.clone() }),
        ..Transaction::default()
    }
}

fn with_detail(row: &TransactionRecord, form: Form) -> Transaction {
    let other = row.counterparty.as_ref().and_then(|party| number::counter_account(party, form.numbers));
    let (creditor_account, debtor_account) = other_side(row, other);
    Transaction {
        transaction_information: row.description.clone(),
        balance: row.running_balance.map(|after| RunningBalance {
            credit_debit_indicator: indicator(after),
            kind: balances::kind(BalanceKind::InterimBooked),
            amount: unsigned(after),
        }),
        merchant_details: row.merchant.as_ref().map(|merchant| MerchantDetails {
            merchant_name: Some(merchant.name.clone()),
            merchant_category_code: merchant.category.clone(),
        }),
        creditor_account,
        debtor_account,
        ..basic(row)
    }
}

/// Who was paid where money went out, who paid where it came in.
fn other_side(
    row: &TransactionRecord,
    other: Option<CounterAccount>,
) -> (Option<CounterAccount>, Option<CounterAccount>) {
    if row.amount.is_negative() { (other, None) } else { (None, other) }
}

fn currency_exchange(row: &TransactionRecord, exchange: &ExchangeRecord) -> Option<CurrencyExchange> {
    Some(CurrencyExchange {
        source_currency: exchange.instructed.currency.to_string(),
        target_currency: Some(row.amount.currency.to_string()),
        unit_currency: Some(exchange.instructed.currency.to_string()),
        exchange_rate: ExactNumber::new(exchange.rate.to_string()).ok()?,
        contract_identification: None,
        quotation_date: exchange.quoted_at.map(date_time),
        instructed_amount: Some(unsigned(exchange.instructed)),
    })
}
