//! A transaction as a line, and with all that is known about it.

use moa_sdk::model::{Account, Sourced, Transaction, TransactionStatus};
use moa_sdk::store;

use super::account::{key as account_key, last_four, tail};
use super::face::Faces;
use super::money::{amount, count};
use crate::dto::{self, Direction, Month, Provenance, TransactionDetail, TransactionRow, TransactionWindow};

/// Some rows of a list.
pub(crate) fn window(found: &store::TransactionWindow, offset: u32) -> TransactionWindow {
    let rows = found.rows.iter();
    TransactionWindow {
        total: count(found.total),
        offset,
        rows: rows.map(|row| line(row.key.as_str(), &row.account, &row.transaction, &row.provenance)).collect(),
    }
}

/// A line of a list.
fn line(
    key: &str,
    account: &moa_sdk::model::AccountRef,
    transaction: &Transaction,
    provenance: &moa_sdk::model::Provenance,
) -> TransactionRow {
    TransactionRow {
        key: key.to_owned(),
        account: account_key(account),
        bank: provenance.bank.to_string(),
        day: transaction.day().map(|day| day.to_string()),
        title: transaction.title().map(str::to_owned),
        text: transaction.description.clone(),
        kind: kind(transaction).map(str::to_owned),
        status: status(&transaction.status),
        amount: amount(transaction.amount),
        direction: if transaction.amount.is_negative() { Direction::Out } else { Direction::In },
        balance_after: transaction.balance_after.as_ref().map(|after| amount(after.amount)),
        // Own transfers are recognised by the reconciler, which is not there yet: not known is not "no".
        between_own_accounts: None,
    }
}

/// A transaction with all that is known about it.
pub(crate) fn detail(
    key: &str,
    found: &Sourced<Transaction>,
    account: Option<&Account>,
    faces: &Faces,
) -> TransactionDetail {
    let transaction = &found.value;
    let of = moa_sdk::model::AccountRef::new(found.provenance.link.clone(), transaction.account.clone());
    TransactionDetail {
        row: line(key, &of, transaction, &found.provenance),
        account_name: account.and_then(Account::name).map(str::to_owned),
        account_last_four: account.and_then(last_four),
        booked_at: transaction.booked.as_ref().map(ToString::to_string),
        value_at: transaction.valued.as_ref().map(ToString::to_string),
        counterparty: transaction.counterparty.as_ref().and_then(|other| other.name.clone()),
        reference: transaction.reference.clone(),
        card_last_four: transaction.card.as_ref().and_then(|card| card.number.as_deref()).and_then(tail),
        original_amount: transaction.exchange.as_ref().and_then(|exchange| exchange.instructed).map(amount),
        bank_id: transaction.id.as_ref().map(ToString::to_string),
        codes: codes(transaction),
        title_was_tidied: transaction.description.is_some()
            && transaction.title() != transaction.description.as_deref(),
        provenance: Provenance {
            bank: faces.of(&found.provenance.bank),
            link: found.provenance.link.to_string(),
            consent: Some(found.provenance.consent.to_string()),
            standard: found.provenance.standard.clone(),
            fetched_at: found.provenance.fetched_at.to_string(),
        },
        original: found.original.as_str().to_owned(),
    }
}

/// A month of a list.
pub(crate) fn month(month: &store::Month) -> Option<Month> {
    Some(Month {
        year: month.year,
        month: u8::try_from(month.month).ok()?,
        rows: count(month.count),
        money_in: amount(month.money_in),
        money_out: amount(month.money_out),
        net: amount(month.money_in.checked_add(month.money_out).ok()?),
    })
}

const fn status(status: &TransactionStatus) -> dto::TransactionStatus {
    match status {
        TransactionStatus::Booked => dto::TransactionStatus::Booked,
        TransactionStatus::Pending | TransactionStatus::Future => dto::TransactionStatus::Pending,
        TransactionStatus::Rejected => dto::TransactionStatus::Rejected,
        _ => dto::TransactionStatus::Other,
    }
}

/// What sort of payment it is, when the bank's codes tell (ISO 20022 bank transaction families, and the longer words of
/// earlier versions of the UK standard).
fn kind(transaction: &Transaction) -> Option<&'static str> {
    let sub_code = transaction.code.as_ref().and_then(|code| code.sub_code.as_deref());
    let family = transaction.code.as_ref().map(|code| code.code.as_str());
    if transaction.purpose.as_deref() == Some("SALA") || sub_code == Some("SALA") {
        return Some("salary");
    }
    match sub_code {
        Some("STDO" | "StandingOrder") => return Some("standingOrder"),
        Some("INTR" | "Interest") => return Some("interest"),
        Some("CHRG" | "FEES" | "COMM" | "Charges") => return Some("fee"),
        Some("CWDL" | "CDPT" | "CashWithdrawal" | "CashDeposit") => return Some("cash"),
        Some("RRTN" | "RIMB" | "Reimbursement") => return Some("refund"),
        _ => {}
    }
    match family {
        Some("CCRD" | "MCRD" | "CustomerCardTransactions" | "MerchantCardTransactions") => Some("card"),
        Some("RDDT" | "IDDT" | "ReceivedDirectDebits" | "IssuedDirectDebits") => Some("directDebit"),
        Some("CNTR" | "CounterTransactions") => Some("cash"),
        Some("RCDT" | "ICDT" | "RRCT" | "IRCT" | "ReceivedCreditTransfer" | "IssuedCreditTransfer") => Some("transfer"),
        _ => transaction.card.as_ref().map(|_| "card"),
    }
}

fn codes(transaction: &Transaction) -> Vec<(String, String)> {
    let code = transaction.code.as_ref();
    [
        ("BankTransactionCode", code.map(|code| code.code.clone())),
        ("SubCode", code.and_then(|code| code.sub_code.clone())),
        ("ProprietaryCode", transaction.proprietary_code.clone()),
        ("Purpose", transaction.purpose.clone()),
        ("MerchantCategory", transaction.merchant.as_ref().and_then(|merchant| merchant.category_code.clone())),
    ]
    .into_iter()
    .filter_map(|(name, code)| Some((name.to_owned(), code?)))
    .collect()
}
