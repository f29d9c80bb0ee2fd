//! Standing promises.

use moa_bank_internal::iso20022::messages::amount::Direction;
use moa_bank_internal::iso20022::messages::entry::{Entry, FUTURE};
use moa_bank_internal::iso20022::messages::party::{CashAccount, Party};
use moa_bank_internal::iso20022::messages::supplementary::{
    self as told, ArrangementStatus, ArrangementsExtra, Due, Extra,
};
use moa_kernel::{AccountId, Money, Timestamp};

use super::entries::{creditor, reference};
use super::{Fault, Reports, account_number, moment};
use crate::port::{
    BeneficiaryRecord, CounterpartyRecord, DirectDebitRecord, Frequency, MandateStatus, ScheduledPaymentRecord,
    StandingOrderRecord,
};

/// What stands beside each report, one row after the other.
fn rows<T>(
    told: &Reports,
    asked: &[AccountId],
    read: impl Fn(&AccountId, &ArrangementsExtra) -> Result<Vec<T>, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut all = Vec::new();
    for (account, _, beside) in told.each(asked)? {
        let Some(Extra::Arrangements(beside)) = beside else {
            return Err(Fault::no_answer("an account is told without its arrangements"));
        };
        all.extend(read(account, beside)?);
    }
    Ok(all)
}

/// To whom the customer pays.
pub(crate) fn beneficiaries(told: &Reports, asked: &[AccountId]) -> Result<Vec<BeneficiaryRecord>, Fault> {
    rows(told, asked, |account, beside| {
        let read = |told: &told::Beneficiary| {
            Ok(BeneficiaryRecord {
                id: told.id.clone(),
                account: account.clone(),
                trusted: told.trusted,
                reference: told.reference.clone(),
                creditor: somebody(&told.creditor, told.creditor_account.as_ref())?,
            })
        };
        beside.beneficiaries.iter().map(read).collect()
    })
}

/// Who may collect.
pub(crate) fn direct_debits(told: &Reports, asked: &[AccountId]) -> Result<Vec<DirectDebitRecord>, Fault> {
    rows(told, asked, |account, beside| {
        let read = |told: &told::DirectDebit| {
            Ok(DirectDebitRecord {
                id: told.id.clone(),
                account: account.clone(),
                name: told.creditor.name.clone().ok_or_else(|| Fault::no_answer("nobody collects"))?,
                mandate: told.mandate.clone(),
                status: status(told.status),
                frequency: frequency(told.frequency),
                previous: told.previous.as_ref().map(due),
            })
        };
        beside.direct_debits.iter().map(read).collect()
    })
}

/// What is paid regularly.
pub(crate) fn standing_orders(told: &Reports, asked: &[AccountId]) -> Result<Vec<StandingOrderRecord>, Fault> {
    rows(told, asked, |account, beside| {
        let read = |told: &told::StandingOrder| {
            Ok(StandingOrderRecord {
                id: told.id.clone(),
                account: account.clone(),
                status: status(told.status),
                frequency: frequency(told.frequency),
                next: told.next.as_ref().map(due),
                last: told.previous.as_ref().map(due),
                reference: told.reference.clone(),
                creditor: somebody(&told.creditor, told.creditor_account.as_ref())?,
            })
        };
        beside.standing_orders.iter().map(read).collect()
    })
}

/// What will be paid once: entries of the future.
pub(crate) fn scheduled_payments(told: &Reports, asked: &[AccountId]) -> Result<Vec<ScheduledPaymentRecord>, Fault> {
    let each = told.each(asked)?;
    each.flat_map(|(account, report, _)| report.entries.iter().map(|told| scheduled_payment(account, told))).collect()
}

fn scheduled_payment(account: &AccountId, told: &Entry) -> Result<ScheduledPaymentRecord, Fault> {
    let at = told.valued.as_ref().map(|at| moment(&at.is));
    let (Some(at), FUTURE, Direction::Debit) = (at, told.status.text(), told.direction) else {
        return Err(Fault::no_answer("a payment of the future has a day to come, and leaves the account"));
    };
    Ok(ScheduledPaymentRecord {
        id: told.bank_reference.clone(),
        account: account.clone(),
        at,
        amount: told.amount.unsigned(),
        reference: reference(told)?,
        creditor: creditor(told)?.unwrap_or_default(),
    })
}

fn somebody(party: &Party, account: Option<&CashAccount>) -> Result<CounterpartyRecord, Fault> {
    Ok(CounterpartyRecord { name: party.name.clone(), number: account_number(account)? })
}

fn due(told: &Due) -> (Timestamp, Money) {
    (told.at, told.amount.unsigned())
}

fn status(told: ArrangementStatus) -> MandateStatus {
    match told {
        ArrangementStatus::Active => MandateStatus::Active,
        ArrangementStatus::Cancelled => MandateStatus::Cancelled,
    }
}

fn frequency(told: told::Frequency) -> Frequency {
    match told {
        told::Frequency::Weekly => Frequency::Weekly,
        told::Frequency::Monthly => Frequency::Monthly,
        told::Frequency::Yearly => Frequency::Yearly,
    }
}
