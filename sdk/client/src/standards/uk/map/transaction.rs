//! Transactions: a row with a field that makes no sense is reported as unreadable and not repaired.
//!
//! A wrong sum is worse than a missing row. Only an exchange rate may fail alone, because nothing is computed from it.
//! Texts that are there and empty count as not there. The direction also decides who the other side is.

use moa_kernel::{Currency, Decimal, TransactionId};
use moa_wire::uk::v4::transactions as wire;

use super::amount::{outgoing, signed, unsigned};
use super::counterparty::{agent, counterparty};
use super::{Unmappable, account_id, optional_time, said, time};
use crate::model::{
    BalanceKind, BankTransactionCode, CardUse, Counterparty, CurrencyExchange, Merchant, Mutability, RunningBalance,
    Transaction, TransactionStatus,
};

pub(in super::super) fn transaction(mut row: wire::Transaction) -> Result<Transaction, Unmappable> {
    let amount = signed(unsigned(&row.amount.amount, &row.amount.currency)?, &row.credit_debit_indicator)?;
    Ok(Transaction {
        counterparty: other_side(&mut row, amount.is_negative()),
        account: account_id(row.account_id)?,
        id: said(row.transaction_id)
            .map(|id| TransactionId::new(id).map_err(|_| Unmappable("TransactionId is not an id")))
            .transpose()?,
        reference: said(row.transaction_reference),
        amount,
        status: TransactionStatus::from(row.status.as_str()),
        mutability: row.transaction_mutability.map(|code| Mutability::from(code.as_str())),
        booked: Some(time(&row.booking_date_time, "BookingDateTime is not a time")?),
        valued: optional_time(row.value_date_time.as_ref(), "ValueDateTime is not a time")?,
        description: said(row.transaction_information),
        merchant: row
            .merchant_details
            .map(|shop| Merchant { name: said(shop.merchant_name), category_code: said(shop.merchant_category_code) }),
        exchange: row.currency_exchange.as_ref().map(exchange).transpose()?,
        charge: row.charge_amount.as_ref().map(outgoing).transpose()?,
        code: row
            .bank_transaction_code
            .map(|code| BankTransactionCode { code: code.code, sub_code: said(Some(code.sub_code)) }),
        proprietary_code: row.proprietary_bank_transaction_code.map(|code| code.code),
        balance_after: row.balance.as_ref().map(running_balance).transpose()?,
        card: row.card_instrument.map(|card| CardUse {
            scheme: card.card_scheme_name.as_str().to_owned(),
            authorisation: card.authorisation_type.map(|code| code.as_str().to_owned()),
            name: said(card.name),
            number: card.identification.map(|number| number.as_str().to_owned()),
        }),
        purpose: row.payment_purpose_code.or(row.category_purpose_code).map(|code| code.as_str().to_owned()),
    })
}

/// Money that leaves goes to the creditor, money that comes is from the debtor. Some banks fill in the account's own side
/// as well, so the other one is never taken for it.
fn other_side(row: &mut wire::Transaction, leaves: bool) -> Option<Counterparty> {
    let (account, bank) = if leaves {
        (row.creditor_account.take(), row.creditor_agent.take())
    } else {
        (row.debtor_account.take(), row.debtor_agent.take())
    };
    counterparty(account, bank.map(agent))
}

fn exchange(wire: &wire::CurrencyExchange) -> Result<CurrencyExchange, Unmappable> {
    let currency = |code: &str| Currency::new(code).map_err(|_| Unmappable("CurrencyExchange has no currency"));
    let digits = wire.exchange_rate.digits();
    Ok(CurrencyExchange {
        source: currency(&wire.source_currency)?,
        target: wire.target_currency.as_deref().map(currency).transpose()?,
        unit: wire.unit_currency.as_deref().map(currency).transpose()?,
        rate: digits.parse().ok().or_else(|| Decimal::from_scientific(digits).ok()),
        instructed: wire
            .instructed_amount
            .as_ref()
            .map(|amount| unsigned(&amount.amount, &amount.currency))
            .transpose()?,
    })
}

fn running_balance(wire: &wire::RunningBalance) -> Result<RunningBalance, Unmappable> {
    let amount = unsigned(&wire.amount.amount, &wire.amount.currency)?;
    Ok(RunningBalance {
        kind: BalanceKind::from(wire.kind.as_str()),
        amount: signed(amount, &wire.credit_debit_indicator)?,
    })
}
