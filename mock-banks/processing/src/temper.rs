//! Cuts an answer down to what this bank tells. The standard leaves many fields open; a bank's temper says which it fills.

use moa_bank_core::spec::{OptionalField, Temper};

use crate::port::{AccountRecord, CoreAnswer, PartyRecord, Shared, TransactionRecord};

/// Takes out what this bank does not tell.
pub(crate) fn apply(temper: &Temper, answer: &mut CoreAnswer) {
    // Most banks leave nothing out.
    if temper.leaves_out.is_empty() {
        return;
    }
    let hides = |field| !temper.tells(field);
    match answer {
        CoreAnswer::Accounts(rows) => cut(rows, |row| account(&hides, row)),
        CoreAnswer::Transactions(page) => cut(&mut page.rows, |row| transaction(&hides, row)),
        CoreAnswer::Party(record) => party(&hides, record),
        CoreAnswer::Beneficiaries(rows) => rows.iter_mut().for_each(|row| drop_id(&hides, &mut row.id)),
        CoreAnswer::DirectDebits(rows) => rows.iter_mut().for_each(|row| drop_id(&hides, &mut row.id)),
        CoreAnswer::StandingOrders(rows) => rows.iter_mut().for_each(|row| drop_id(&hides, &mut row.id)),
        CoreAnswer::ScheduledPayments(rows) => rows.iter_mut().for_each(|row| drop_id(&hides, &mut row.id)),
        // Which balances there are, and how credit lines show, is the core's business: nothing is cut from them.
        CoreAnswer::Balances(_) | CoreAnswer::Transfer(_) => {}
    }
}

/// Cuts records that a core may tell again. A bank's temper does not change while it is at work.
fn cut<T: Clone>(rows: &mut [Shared<T>], leave_out: impl Fn(&mut T)) {
    for row in rows {
        *row = row.cut(|record| {
            let mut record = record.clone();
            leave_out(&mut record);
            record
        });
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
