//! Standing promises as lines.

use moa_bank_core::Bank;
use moa_bank_core::arrangements::Due;
use moa_bank_core::ledger::Account;
use moa_kernel::{Money, Timestamp};

use super::super::wire::lines::{BeneficiaryLine, DirectDebitLine, ScheduledPaymentLine, StandingOrderLine};
use super::super::wire::{Body, Message, Unwritable};
use super::answer::{Answer, Fault, list};
use super::movements::counterparty;

type Rows = Result<Vec<Body>, Unwritable>;

pub(super) fn beneficiaries(bank: &Bank, account: &Account, message: &Message) -> Result<Answer, Fault> {
    let kept = bank.arrangements().beneficiaries(&account.id)?.into_iter();
    let rows: Rows = kept
        .map(|one| {
            let line = BeneficiaryLine { id: Some(one.id), trusted: one.trusted, reference: one.reference };
            Body::default().with(&line)?.with(&counterparty(&one.payee))
        })
        .collect();
    list(&rows?, message.header.position.as_deref())
}

pub(super) fn direct_debits(bank: &Bank, account: &Account, message: &Message) -> Result<Answer, Fault> {
    let kept = bank.arrangements().direct_debits(&account.id)?.into_iter();
    let rows: Rows = kept
        .map(|one| {
            let (previous_at, previous_amount) = due(one.previous.as_ref());
            Body::default().with(&DirectDebitLine {
                id: Some(one.id),
                name: one.name,
                mandate: Some(one.mandate),
                status: one.status.code().to_owned(),
                frequency: one.rhythm.frequency.code().to_owned(),
                previous_at,
                previous_amount,
            })
        })
        .collect();
    list(&rows?, message.header.position.as_deref())
}

pub(super) fn standing_orders(bank: &Bank, account: &Account, message: &Message) -> Result<Answer, Fault> {
    let kept = bank.arrangements().standing_orders(&account.id)?.into_iter();
    let rows: Rows = kept
        .map(|one| {
            let ((next_at, next_amount), (last_at, last_amount)) = (due(one.next.as_ref()), due(one.last.as_ref()));
            let line = StandingOrderLine {
                id: Some(one.id),
                status: one.status.code().to_owned(),
                frequency: one.rhythm.frequency.code().to_owned(),
                next_at,
                next_amount,
                last_at,
                last_amount,
                reference: one.reference,
            };
            Body::default().with(&line)?.with(&counterparty(&one.payee))
        })
        .collect();
    list(&rows?, message.header.position.as_deref())
}

pub(super) fn scheduled_payments(bank: &Bank, account: &Account, message: &Message) -> Result<Answer, Fault> {
    let kept = bank.arrangements().scheduled_payments(&account.id)?.into_iter();
    let rows: Rows = kept
        .map(|one| {
            let (at, amount) = (one.due.at, one.due.amount);
            let line = ScheduledPaymentLine { id: Some(one.id), at, amount, reference: one.reference };
            Body::default().with(&line)?.with(&counterparty(&one.payee))
        })
        .collect();
    list(&rows?, message.header.position.as_deref())
}

fn due(due: Option<&Due>) -> (Option<Timestamp>, Option<Money>) {
    due.map(|due| (due.at, due.amount)).unzip()
}
