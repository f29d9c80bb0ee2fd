//! `OBReadStandingOrder6`. Basic leaves out who gets the money.

use moa_wire::uk::v4::RemittanceInformation;
use moa_wire::uk::v4::standing_orders::{StandingOrder, StandingOrders};

use super::amount::unsigned;
use super::{form, mandate, number};
use crate::codec::uk::links::date_time;
use crate::codec::uk::{Permission, Permissions};
use crate::port::StandingOrderRecord;

pub(super) fn encode(rows: &[StandingOrderRecord], permissions: &Permissions) -> StandingOrders {
    StandingOrders { standing_order: rows.iter().map(|row| standing_order(row, permissions)).collect() }
}

fn standing_order(row: &StandingOrderRecord, permissions: &Permissions) -> StandingOrder {
    let form = form(Permission::ReadStandingOrdersDetail, permissions);
    StandingOrder {
        account_id: row.account.to_string(),
        standing_order_id: row.id.clone(),
        next_payment_date_time: row.next.map(|(at, _)| date_time(at)),
        last_payment_date_time: row.last.map(|(at, _)| date_time(at)),
        standing_order_status_code: Some(mandate::status(row.status)),
        next_payment_amount: row.next.map(|(_, amount)| unsigned(amount)),
        last_payment_amount: row.last.map(|(_, amount)| unsigned(amount)),
        creditor_account: form.detail.then(|| number::counter_account(&row.creditor, form.numbers)).flatten(),
        mandate_related_information: Some(mandate::information(row.frequency, None)),
        remittance_information: row.reference.as_ref().map(|reference| RemittanceInformation {
            unstructured: vec![reference.clone()],
            ..RemittanceInformation::default()
        }),
        ..StandingOrder::default()
    }
}
