//! Standing promises, in the port's words.

use moa_bank_core::Bank;
use moa_bank_core::arrangements::{ArrangementStatus, Due, Frequency as Kept, Rhythm};
use moa_kernel::{AccountId, Money, Timestamp};

use super::transactions::counterparty;
use crate::port::{
    BeneficiaryRecord, CoreFault, DirectDebitRecord, Frequency, MandateStatus, ScheduledPaymentRecord,
    StandingOrderRecord,
};

pub(super) fn beneficiaries(bank: &Bank, account: &AccountId) -> Result<Vec<BeneficiaryRecord>, CoreFault> {
    let kept = bank.arrangements().beneficiaries(account)?;
    let record = |entry: moa_bank_core::arrangements::Beneficiary| BeneficiaryRecord {
        id: Some(entry.id),
        account: account.clone(),
        trusted: entry.trusted,
        reference: entry.reference,
        creditor: counterparty(&entry.payee),
    };
    Ok(kept.into_iter().map(record).collect())
}

pub(super) fn direct_debits(bank: &Bank, account: &AccountId) -> Result<Vec<DirectDebitRecord>, CoreFault> {
    let kept = bank.arrangements().direct_debits(account)?;
    let record = |entry: moa_bank_core::arrangements::DirectDebit| DirectDebitRecord {
        id: Some(entry.id),
        account: account.clone(),
        name: entry.name,
        mandate: Some(entry.mandate),
        status: status(entry.status),
        frequency: frequency(entry.rhythm),
        previous: entry.previous.as_ref().map(due),
    };
    Ok(kept.into_iter().map(record).collect())
}

pub(super) fn standing_orders(bank: &Bank, account: &AccountId) -> Result<Vec<StandingOrderRecord>, CoreFault> {
    let kept = bank.arrangements().standing_orders(account)?;
    let record = |entry: moa_bank_core::arrangements::StandingOrder| StandingOrderRecord {
        id: Some(entry.id),
        account: account.clone(),
        status: status(entry.status),
        frequency: frequency(entry.rhythm),
        next: entry.next.as_ref().map(due),
        last: entry.last.as_ref().map(due),
        reference: entry.reference,
        creditor: counterparty(&entry.payee),
    };
    Ok(kept.into_iter().map(record).collect())
}

pub(super) fn scheduled_payments(bank: &Bank, account: &AccountId) -> Result<Vec<ScheduledPaymentRecord>, CoreFault> {
    let kept = bank.arrangements().scheduled_payments(account)?;
    let record = |entry: moa_bank_core::arrangements::ScheduledPayment| ScheduledPaymentRecord {
        id: Some(entry.id),
        account: account.clone(),
        at: entry.due.at,
        amount: entry.due.amount,
        reference: entry.reference,
        creditor: counterparty(&entry.payee),
    };
    Ok(kept.into_iter().map(record).collect())
}

fn due(due: &Due) -> (Timestamp, Money) {
    (due.at, due.amount)
}

fn status(status: ArrangementStatus) -> MandateStatus {
    match status {
        ArrangementStatus::Active => MandateStatus::Active,
        ArrangementStatus::Cancelled => MandateStatus::Cancelled,
    }
}

fn frequency(rhythm: Rhythm) -> Frequency {
    match rhythm.frequency {
        Kept::Weekly => Frequency::Weekly,
        Kept::Monthly => Frequency::Monthly,
        Kept::Yearly => Frequency::Yearly,
    }
}
