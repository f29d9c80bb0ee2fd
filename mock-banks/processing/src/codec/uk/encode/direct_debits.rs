//! `OBReadDirectDebit2`.

use moa_wire::uk::v4::direct_debits::{DirectDebit, DirectDebits};

use super::amount::unsigned;
use super::mandate;
use crate::codec::uk::links::date_time;
use crate::port::DirectDebitRecord;

pub(super) fn encode(rows: &[DirectDebitRecord]) -> DirectDebits {
    DirectDebits { direct_debit: rows.iter().map(direct_debit).collect() }
}

fn direct_debit(row: &DirectDebitRecord) -> DirectDebit {
    DirectDebit {
        account_id: row.account.to_string(),
        direct_debit_id: row.id.clone(),
        direct_debit_status_code: Some(mandate::status(row.status)),
        mandate_related_information: Some(mandate::information(row.frequency, row.mandate.clone())),
        name: row.name.clone(),
        previous_payment_date_time: row.previous.map(|(at, _)| date_time(at)),
        previous_payment_amount: row.previous.map(|(_, amount)| unsigned(amount)),
    }
}
