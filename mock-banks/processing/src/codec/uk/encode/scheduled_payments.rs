//! `OBReadScheduledPayment3`. Basic leaves out who gets the money.

use moa_wire::uk::v4::scheduled_payments::{ScheduledPayment, ScheduledPayments, ScheduledType};

use super::amount::unsigned;
use super::{form, number};
use crate::codec::uk::links::date_time;
use crate::codec::uk::{Permission, Permissions};
use crate::port::ScheduledPaymentRecord;

pub(super) fn encode(rows: &[ScheduledPaymentRecord], permissions: &Permissions) -> ScheduledPayments {
    ScheduledPayments { scheduled_payment: rows.iter().map(|row| scheduled_payment(row, permissions)).collect() }
}

fn scheduled_payment(row: &ScheduledPaymentRecord, permissions: &Permissions) -> ScheduledPayment {
    let form = form(Permission::ReadScheduledPaymentsDetail, permissions);
    ScheduledPayment {
        account_id: row.account.to_string(),
        scheduled_payment_id: row.id.clone(),
        scheduled_payment_date_time: date_time(row.at),
        scheduled_type: ScheduledType::Execution,
        reference: row.reference.clone(),
        instructed_amount: unsigned(row.amount),
        creditor_account: form.detail.then(|| number::counter_account(&row.creditor, form.numbers)).flatten(),
        ..ScheduledPayment::default()
    }
}
