//! What will be paid: payees, direct debits, standing orders, scheduled payments.

use moa_wire::DateTimeText;
use moa_wire::uk::v4::{
    ActiveAmount, MandateRelatedInformation, RemittanceInformation, beneficiaries, direct_debits, scheduled_payments,
    standing_orders,
};

use super::amount::outgoing;
use super::counterparty::{agent, counterparty, required_agent};
use super::{Unmappable, account_id, optional_time, said, time};
use crate::model::{
    Beneficiary, BeneficiaryKind, DirectDebit, MandateStatus, PlannedPayment, ScheduledKind, ScheduledPayment,
    StandingOrder,
};

pub(in super::super) fn beneficiary(wire: beneficiaries::Beneficiary) -> Result<Beneficiary, Unmappable> {
    Ok(Beneficiary {
        account: wire.account_id.map(account_id).transpose()?,
        id: said(wire.beneficiary_id),
        kind: wire.beneficiary_type.map(|code| BeneficiaryKind::from(code.as_str())),
        reference: said(wire.reference),
        payee: counterparty(wire.creditor_account, wire.creditor_agent.map(agent)).unwrap_or_default(),
    })
}

pub(in super::super) fn direct_debit(wire: direct_debits::DirectDebit) -> Result<DirectDebit, Unmappable> {
    let previous = planned(wire.previous_payment_date_time.as_ref(), wire.previous_payment_amount.as_ref())?;
    let mandate = wire.mandate_related_information;
    Ok(DirectDebit {
        account: account_id(wire.account_id)?,
        id: said(wire.direct_debit_id),
        name: wire.name,
        status: wire.direct_debit_status_code.map(|code| MandateStatus::from(code.as_str())),
        frequency: mandate.as_ref().and_then(frequency),
        mandate: mandate.and_then(|mandate| said(mandate.mandate_identification)),
        previous,
    })
}

pub(in super::super) fn standing_order(wire: standing_orders::StandingOrder) -> Result<StandingOrder, Unmappable> {
    let mandate = wire.mandate_related_information.as_ref();
    let first_at = mandate.and_then(|mandate| mandate.first_payment_date_time.as_ref());
    let final_at = mandate.and_then(|mandate| mandate.final_payment_date_time.as_ref());
    Ok(StandingOrder {
        first: planned(first_at, wire.first_payment_amount.as_ref())?,
        next: planned(wire.next_payment_date_time.as_ref(), wire.next_payment_amount.as_ref())?,
        last: planned(wire.last_payment_date_time.as_ref(), wire.last_payment_amount.as_ref())?,
        final_payment: planned(final_at, wire.final_payment_amount.as_ref())?,
        frequency: mandate.and_then(frequency),
        account: account_id(wire.account_id)?,
        id: said(wire.standing_order_id),
        status: wire.standing_order_status_code.map(|code| MandateStatus::from(code.as_str())),
        number_of_payments: said(wire.number_of_payments),
        reference: wire.remittance_information.and_then(reference),
        payee: counterparty(wire.creditor_account, wire.creditor_agent.map(required_agent)).unwrap_or_default(),
    })
}

pub(in super::super) fn scheduled_payment(
    wire: scheduled_payments::ScheduledPayment,
) -> Result<ScheduledPayment, Unmappable> {
    Ok(ScheduledPayment {
        account: account_id(wire.account_id)?,
        id: said(wire.scheduled_payment_id),
        at: time(&wire.scheduled_payment_date_time, "ScheduledPaymentDateTime is not a time")?,
        kind: ScheduledKind::from(wire.scheduled_type.as_str()),
        amount: outgoing(&wire.instructed_amount)?,
        reference: said(wire.reference),
        payee: counterparty(wire.creditor_account, wire.creditor_agent.map(required_agent)).unwrap_or_default(),
    })
}

fn planned(at: Option<&DateTimeText>, amount: Option<&ActiveAmount>) -> Result<Option<PlannedPayment>, Unmappable> {
    let at = optional_time(at, "a payment date is not a time")?;
    let amount = amount.map(outgoing).transpose()?;
    Ok((at.is_some() || amount.is_some()).then_some(PlannedPayment { at, amount }))
}

fn frequency(mandate: &MandateRelatedInformation) -> Option<String> {
    said(Some(mandate.frequency.kind.as_str().to_owned()))
}

/// The payee's structured reference, else the customer's own words.
fn reference(wire: RemittanceInformation) -> Option<String> {
    let structured = wire.structured.into_iter().find_map(|part| part.creditor_reference_information?.reference);
    said(structured).or_else(|| said(Some(wire.unstructured.join(" "))))
}
