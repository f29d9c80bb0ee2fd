//! Cuts an answer down to what this bank tells. The standard leaves many fields open; a bank's temper says which it fills.

use moa_bank_core::spec::{OptionalField, Temper};

use crate::port::{AccountRecord, CoreAnswer, PartyRecord, TransactionRecord};

/// Takes out what this bank does not tell.
pub(crate) fn apply(temper: &Temper, answer: &mut CoreAnswer) {
    let hides = |field| !temper.tells(field);
    match answer {
        CoreAnswer::Accounts(rows) => rows.iter_mut().for_each(|row| account(&hides, row)),
        CoreAnswer::Transactions(page) => page.rows.iter_mut().for_each(|row| transaction(&hides, row)),
        CoreAnswer::Party(record) => party(&hides, record),
        CoreAnswer::Beneficiaries(rows) => rows.iter_mut().for_each(|row| drop_id(&hides, &mut row.id)),
        CoreAnswer::DirectDebits(rows) => rows.iter_mut().for_each(|row| drop_id(&hides, &mut row.id)),
        CoreAnswer::StandingOrders(rows) => rows.iter_mut().for_each(|row| drop_id(&hides, &mut row.id)),
        CoreAnswer::ScheduledPayments(rows) => rows.iter_mut().for_each(|row| drop_id(&hides, &mut row.id)),
        // Which balances there are, and how credit lines show, is the core's business: nothing is cut from them.
        CoreAnswer::Balances(_) | CoreAnswer::Transfer(_) => {}
    }
}

fn account(hides: &impl Fn(OptionalField) -> bool, row: &mut AccountRecord) {
    if hides(OptionalField::AccountNickname) {
        row.nickname = None;
    }
    if hides(OptionalField::AccountDescription) {
        row.description = None;
    }
    if hides(OptionalField::AccountServicer) {
        row.servicer = None;
    }
    if hides(OptionalField::AccountOpeningDate) {
        row.opened = None;
    }
}

fn transaction(hides: &impl Fn(OptionalField) -> bool, row: &mut TransactionRecord) {
    if hides(OptionalField::TransactionReference) {
        row.reference = None;
    }
    if hides(OptionalField::ValueDate) {
        row.valued_at = None;
    }
    if hides(OptionalField::RunningBalance) {
        row.running_balance = None;
    }
    if hides(OptionalField::Merchant) {
        row.merchant = None;
    }
    if hides(OptionalField::BankTransactionCode) {
        row.bank_code = None;
    }
    if hides(OptionalField::Counterparty) {
        row.counterparty = None;
    }
}

fn party(hides: &impl Fn(OptionalField) -> bool, record: &mut PartyRecord) {
    if hides(OptionalField::PartyContact) {
        record.email = None;
        record.phone = None;
        record.address.clear();
        record.country = None;
    }
}

fn drop_id(hides: &impl Fn(OptionalField) -> bool, id: &mut Option<String>) {
    if hides(OptionalField::ArrangementIds) {
        *id = None;
    }
}
