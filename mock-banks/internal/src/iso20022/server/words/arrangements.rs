//! Standing promises. What will be paid once is an entry of the future, for which the standard has a status; the others are
//! beyond it.

use moa_bank_core::arrangements::{self as kept, ScheduledPayment};

use super::super::refusal::Refusal;
use super::entries::{code, remittance, sides};
use crate::iso20022::messages::OneOf;
use crate::iso20022::messages::amount::{Amount, Direction};
use crate::iso20022::messages::entry::{DayOrMoment, Entry, EntryDetails, FUTURE, RelatedParties, TransactionDetails};
use crate::iso20022::messages::party::{Party, PartyOrAgent};
use crate::iso20022::messages::supplementary::{
    ArrangementStatus, ArrangementsExtra, Beneficiary, DirectDebit, Due, Extra, Frequency, OurNamespace, StandingOrder,
};

const NOTHING: ArrangementsExtra = ArrangementsExtra {
    namespace: OurNamespace,
    beneficiaries: Vec::new(),
    direct_debits: Vec::new(),
    standing_orders: Vec::new(),
};

/// What the account will pay once.
pub(crate) fn scheduled_payments(payments: &[ScheduledPayment]) -> Result<Vec<Entry>, Refusal> {
    payments.iter().map(scheduled_payment).collect()
}

fn scheduled_payment(payment: &ScheduledPayment) -> Result<Entry, Refusal> {
    let (amount, _) = Amount::of(payment.due.amount)?;
    let (creditor, creditor_account) = sides(&payment.payee);
    let parties = RelatedParties {
        debtor: None,
        debtor_account: None,
        creditor: Some(PartyOrAgent::Party(creditor).into()),
        creditor_account,
    };
    let transaction = TransactionDetails {
        amounts: None,
        parties: Some(parties),
        remittance: payment.reference.as_deref().map(remittance),
        supplementary: Vec::new(),
    };
    Ok(Entry {
        amount,
        direction: Direction::Debit,
        status: OneOf::code(FUTURE),
        booked: None,
        valued: Some(DayOrMoment::Moment(payment.due.at).into()),
        bank_reference: Some(payment.id.clone()),
        code: code("ICDT", "OTHR"),
        details: vec![EntryDetails { transactions: vec![transaction] }],
        text: None,
    })
}

/// Who the owner pays often.
pub(crate) fn beneficiaries(entries: &[kept::Beneficiary]) -> Extra {
    let told = entries.iter().map(|entry| {
        let (creditor, creditor_account) = sides(&entry.payee);
        Beneficiary {
            id: Some(entry.id.clone()),
            trusted: entry.trusted,
            reference: entry.reference.clone(),
            creditor,
            creditor_account,
        }
    });
    Extra::Arrangements(ArrangementsExtra { beneficiaries: told.collect(), ..NOTHING })
}

/// Who may collect from the account.
pub(crate) fn direct_debits(entries: &[kept::DirectDebit]) -> Result<Extra, Refusal> {
    let told = entries.iter().map(|entry| {
        Ok(DirectDebit {
            id: Some(entry.id.clone()),
            mandate: Some(entry.mandate.clone()),
            creditor: Party::named(&entry.name),
            status: status(entry.status),
            frequency: frequency(entry.rhythm),
            previous: entry.previous.as_ref().map(due).transpose()?,
        })
    });
    Ok(Extra::Arrangements(ArrangementsExtra { direct_debits: told.collect::<Result<_, Refusal>>()?, ..NOTHING }))
}

/// What the account pays regularly.
pub(crate) fn standing_orders(entries: &[kept::StandingOrder]) -> Result<Extra, Refusal> {
    let told = entries.iter().map(|entry| {
        let (creditor, creditor_account) = sides(&entry.payee);
        Ok(StandingOrder {
            id: Some(entry.id.clone()),
            status: status(entry.status),
            frequency: frequency(entry.rhythm),
            next: entry.next.as_ref().map(due).transpose()?,
            previous: entry.last.as_ref().map(due).transpose()?,
            reference: entry.reference.clone(),
            creditor,
            creditor_account,
        })
    });
    Ok(Extra::Arrangements(ArrangementsExtra { standing_orders: told.collect::<Result<_, Refusal>>()?, ..NOTHING }))
}

fn due(due: &kept::Due) -> Result<Due, Refusal> {
    let (amount, _) = Amount::of(due.amount)?;
    Ok(Due { at: due.at, amount })
}

fn status(status: kept::ArrangementStatus) -> ArrangementStatus {
    match status {
        kept::ArrangementStatus::Active => ArrangementStatus::Active,
        kept::ArrangementStatus::Cancelled => ArrangementStatus::Cancelled,
    }
}

fn frequency(rhythm: kept::Rhythm) -> Frequency {
    match rhythm.frequency {
        kept::Frequency::Weekly => Frequency::Weekly,
        kept::Frequency::Monthly => Frequency::Monthly,
        kept::Frequency::Yearly => Frequency::Yearly,
    }
}
