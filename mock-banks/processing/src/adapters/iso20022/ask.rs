//! Questions as messages. Nothing is sent that the standard has no room for: a text that is too long is refused here as the
//! core would refuse it.

use jiff::Timestamp;
use moa_bank_internal::iso20022::messages::amount::{Amount, Direction};
use moa_bank_internal::iso20022::messages::entry::{DayOrMoment, Remittance};
use moa_bank_internal::iso20022::messages::header::{RequestHeader, Sequence};
use moa_bank_internal::iso20022::messages::party::{
    self, Agent, CashAccount, Party, PartyOrAgent, SCHEME_BANK_ID, SCHEME_CARD, SCHEME_SORT_CODE,
};
use moa_bank_internal::iso20022::messages::payment::{
    AmountChoice, CreditTransfer, InitiationHeader, PaymentId, PaymentInstruction, PaymentMethod, TransferInitiation,
};
use moa_bank_internal::iso20022::messages::request::{
    AccountReportingRequest, ReportingPeriod, ReportingRequest, TransactionType,
};
use moa_bank_internal::iso20022::messages::supplementary::{Extra, OurNamespace, RequestExtra, Supplementary, Wanted};
use moa_bank_internal::iso20022::messages::{Message, MessageName, OneOf};
use moa_kernel::{AccountId, CustomerId};

use super::fault::Fault;
use crate::port::{
    AccountNumber, CoreFault, Directions, NumberScheme, TransactionsQuestion, TransferQuestion, TransferRefusal,
};

/// The longest id and the longest position (`Max35Text`).
const ID_CHARS_MAX: usize = 35;
/// The longest name and the longest line of remittance (`Max140Text`).
const TEXT_CHARS_MAX: usize = 140;

/// One asking: the id of its message, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asking {
    pub(super) id: String,
    pub(super) at: Timestamp,
}

/// A report of each of some accounts.
pub(super) fn reports(asking: &Asking, customer: &CustomerId, accounts: &[AccountId], wanted: Wanted) -> Message {
    let reports = accounts.iter().map(|account| report(customer, Some(account), MessageName::Camt052));
    request(asking, reports.collect(), wanted, None)
}

/// A report of the customer.
pub(super) fn owner(asking: &Asking, customer: &CustomerId) -> Message {
    request(asking, vec![report(customer, None, MessageName::Camt052)], Wanted::Owner, None)
}

/// A page of entries.
pub(super) fn entries(asking: &Asking, asked: &TransactionsQuestion) -> Result<Message, Fault> {
    if asked.after.as_deref().is_some_and(|position| !fits(position, ID_CHARS_MAX)) {
        return Err(Fault::Said(CoreFault::BadCursor));
    }
    let direction = match asked.directions {
        Directions::Both => None,
        Directions::Credits => Some(Direction::Credit),
        Directions::Debits => Some(Direction::Debit),
    };
    let report = ReportingRequest {
        period: ReportingPeriod::between(asked.window.from, asked.window.to),
        sequence: asked.after.clone().map(|position| Sequence::From(position).into()),
        // Booked or not: the standard has no code for both.
        transactions: direction.map(|direction| TransactionType { status: OneOf::word("ALL"), direction }),
        ..report(&asked.customer, Some(&asked.account), MessageName::Camt053)
    };
    Ok(request(asking, vec![report], Wanted::Entries, Some(asked.limit)))
}

fn request(asking: &Asking, requests: Vec<ReportingRequest>, wanted: Wanted, page_size: Option<u32>) -> Message {
    let extra = Extra::Request(RequestExtra { namespace: OurNamespace, wanted, page_size });
    Message::Request(AccountReportingRequest {
        header: RequestHeader { id: asking.id.clone(), created: asking.at, sender: None },
        requests,
        supplementary: vec![Supplementary::at(None, extra)],
    })
}

fn report(customer: &CustomerId, account: Option<&AccountId>, message: MessageName) -> ReportingRequest {
    ReportingRequest {
        id: None,
        message: message.as_str().to_owned(),
        account: account.map(by_id),
        owner: PartyOrAgent::Party(Party::numbered(customer.as_str())).into(),
        period: None,
        sequence: None,
        transactions: None,
    }
}

fn by_id(account: &AccountId) -> CashAccount {
    CashAccount::numbered(party::AccountId::of_scheme(SCHEME_BANK_ID, account.as_str()))
}

/// A transfer.
pub(super) fn transfer(asking: &Asking, asked: &TransferQuestion) -> Result<Message, Fault> {
    let texts = fits(&asked.end_to_end_id, ID_CHARS_MAX)
        && fits(&asked.to.name, TEXT_CHARS_MAX)
        && asked.reference.as_deref().is_none_or(|line| fits(line, TEXT_CHARS_MAX));
    if !texts {
        return Err(Fault::refused(TransferRefusal::BadText));
    }
    // The standard's amounts have no sign: less than nothing would arrive as more.
    let amount = match Amount::of(asked.amount) {
        Ok((amount, Direction::Credit)) => amount,
        Ok((_, Direction::Debit)) | Err(_) => return Err(Fault::refused(TransferRefusal::BadAmount)),
    };
    let payer = Party::numbered(asked.customer.as_str());
    let transfer = CreditTransfer {
        id: PaymentId { end_to_end: asked.end_to_end_id.clone() },
        amount: AmountChoice::Instructed(amount).into(),
        creditor: Some(Party::named(&asked.to.name)),
        creditor_account: Some(CashAccount::numbered(number(&asked.to.number))),
        remittance: asked.reference.clone().map(|line| Remittance { lines: vec![line] }),
    };
    let payment = PaymentInstruction {
        id: asking.id.clone(),
        method: PaymentMethod::Transfer,
        execution: DayOrMoment::Moment(asking.at).into(),
        debtor: payer.clone(),
        debtor_account: by_id(&asked.from),
        debtor_agent: Agent::not_provided(),
        transfers: vec![transfer],
    };
    Ok(Message::Transfer(TransferInitiation {
        header: InitiationHeader { id: asking.id.clone(), created: asking.at, count: 1, initiator: payer },
        payments: vec![payment],
    }))
}

fn number(number: &AccountNumber) -> party::AccountId {
    match number.scheme {
        NumberScheme::Iban => party::AccountId::Iban(number.number.clone()),
        NumberScheme::SortCodeAccountNumber => party::AccountId::of_scheme(SCHEME_SORT_CODE, &number.number),
        NumberScheme::CardNumber => party::AccountId::of_scheme(SCHEME_CARD, &number.number),
    }
}

/// Something, not too much of it, and nothing that a line of text does not have.
fn fits(text: &str, chars_max: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= chars_max && !text.chars().any(char::is_control)
}
