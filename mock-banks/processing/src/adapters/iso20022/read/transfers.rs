//! What became of a transfer.

use moa_bank_internal::iso20022::messages::Message;
use moa_bank_internal::iso20022::messages::payment::{
    PENDING, REJECTED, SETTLED, StatusReport, TransferStatus as Told,
};
use moa_kernel::TransactionId;

use super::super::fault;
use super::{Fault, unexpected};
use crate::port::{TransferQuestion, TransferRecord, TransferStatus};

/// The status of our transfer.
pub(crate) fn transfer(id: &str, answer: Message, asked: &TransferQuestion) -> Result<TransferRecord, Fault> {
    let report = match answer {
        Message::Status(report) => report,
        other => return Err(unexpected(other)),
    };
    let told = ours(id, &report, asked)?;
    let status = match told.status.as_deref() {
        Some(SETTLED) => TransferStatus::Booked,
        Some(PENDING) => TransferStatus::Accepted,
        Some(REJECTED) => return Err(rejected(told)),
        _ => return Err(Fault::no_answer("a transfer has an unknown status")),
    };
    let bad_id = |_| Fault::no_answer("a transfer has an id that cannot be one");
    Ok(TransferRecord {
        end_to_end_id: asked.end_to_end_id.clone(),
        transaction: told.bank_reference.as_deref().map(TransactionId::new).transpose().map_err(bad_id)?,
        at: told.accepted.ok_or_else(|| Fault::no_answer("a transfer was accepted at no time"))?,
        status,
    })
}

fn ours<'a>(id: &str, report: &'a StatusReport, asked: &TransferQuestion) -> Result<&'a Told, Fault> {
    let transfers: Vec<&Told> = report.payments.iter().flat_map(|payment| &payment.transfers).collect();
    match transfers.as_slice() {
        [only] if report.original.id == id && only.end_to_end.as_deref() == Some(&asked.end_to_end_id) => Ok(only),
        _ => Err(Fault::no_answer("the status is of another transfer")),
    }
}

fn rejected(told: &Told) -> Fault {
    match told.reasons.first().and_then(|reason| reason.reason.as_ref()) {
        Some(reason) => fault::of_reason(reason.text()),
        None => Fault::no_answer("a transfer was rejected without a reason"),
    }
}
