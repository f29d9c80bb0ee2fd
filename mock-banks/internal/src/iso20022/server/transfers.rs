//! `pain.001` → `pain.002`: one transfer, booked at once or rejected with a reason. The same end-to-end id is booked once,
//! however often it is sent; that is the ledger's promise, not ours.

use moa_bank_core::Bank;
use moa_bank_core::ledger::{AccountNumber, LedgerError, Transfer, TransferError, TransferOrder, TransferRefusal};
use moa_kernel::{AccountId as Account, CustomerId};

use super::answer::answer_id;
use super::refusal::Refusal;
use crate::iso20022::messages::party::{AccountId, SCHEME_CARD, SCHEME_SORT_CODE};
use crate::iso20022::messages::payment::{
    AmountChoice, CreditTransfer, OriginalGroup, OriginalPayment, PaymentInstruction, REJECTED, SETTLED, StatusHeader,
    StatusReason, StatusReport, TransferInitiation, TransferStatus, reason,
};
use crate::iso20022::messages::{Message, MessageName, OneOf};

/// Why a transfer is rejected: a code, and words.
type Rejected = (&'static str, String);

/// Answers a transfer.
pub(super) fn answer(bank: &Bank, asked: &TransferInitiation) -> Result<Message, Refusal> {
    let one = Refusal::unsupported("a message orders one transfer of one payment");
    let [payment] = asked.payments.as_slice() else { return Err(one) };
    let [transfer] = payment.transfers.as_slice() else { return Err(one) };
    if asked.header.count != 1 {
        return Err(one);
    }
    if asked.header.initiator.number() != payment.debtor.number() {
        return Err(Refusal::unsupported("customers order transfers from their own accounts"));
    }
    let made = match order(payment, transfer)? {
        Err(rejected) => Err(rejected),
        Ok(order) => match bank.ledger().transfer(&order) {
            Ok(made) => Ok(made),
            Err(TransferError::Refused(refusal)) => Err(rejected(refusal)),
            Err(TransferError::Ledger(LedgerError::UnknownAccount(_))) => Err(no_such_account()),
            Err(TransferError::Ledger(other)) => return Err(other.into()),
        },
    };
    let status = status(transfer, made);
    Ok(Message::Status(StatusReport {
        header: StatusHeader { id: answer_id(&asked.header.id), created: bank.now() },
        original: OriginalGroup { id: asked.header.id.clone(), name: MessageName::Pain001.as_str().to_owned() },
        payments: vec![OriginalPayment { id: payment.id.clone(), transfers: vec![status] }],
    }))
}

fn order(payment: &PaymentInstruction, transfer: &CreditTransfer) -> Result<Result<TransferOrder, Rejected>, Refusal> {
    let AmountChoice::Instructed(amount) = transfer.amount.is;
    let customer = payment.debtor.number().and_then(|id| CustomerId::new(id).ok());
    let from = payment.debtor_account.bank_id().and_then(|id| Account::new(id).ok());
    let (Some(customer), Some(from)) = (customer, from) else { return Ok(Err(no_such_account())) };
    let payee = transfer.creditor_account.as_ref().map(|account| &account.id.is);
    let Some(number) = payee.and_then(number) else { return Ok(Err(rejected(TransferRefusal::BadPayee))) };
    let reference = match transfer.remittance.as_ref().map(|remittance| remittance.lines.as_slice()) {
        None | Some([]) => None,
        Some([line]) => Some(line.clone()),
        Some(_) => return Err(Refusal::unsupported("a transfer has one line of remittance information")),
    };
    let name = transfer.creditor.as_ref().and_then(|creditor| creditor.name.clone());
    Ok(Ok(TransferOrder {
        customer,
        from,
        payee: name.unwrap_or_default(),
        number,
        amount: amount.unsigned(),
        end_to_end_id: transfer.id.end_to_end.clone(),
        reference,
    }))
}

fn number(account: &AccountId) -> Option<AccountNumber> {
    if let AccountId::Iban(iban) = account {
        return Some(AccountNumber::Iban { iban: iban.clone() });
    }
    if let Some(number) = account.in_scheme(SCHEME_CARD) {
        return Some(AccountNumber::Pan { number: number.to_owned() });
    }
    let (sort_code, number) = account.in_scheme(SCHEME_SORT_CODE)?.split_at_checked(6)?;
    let whole = number.len() == 8;
    whole.then(|| AccountNumber::SortCode { sort_code: sort_code.to_owned(), number: number.to_owned() })
}

fn rejected(refusal: TransferRefusal) -> Rejected {
    use TransferRefusal as R;
    let code = match refusal {
        R::InsufficientFunds => reason::INSUFFICIENT_FUNDS,
        R::WrongCurrency => reason::WRONG_CURRENCY,
        R::BadAmount => reason::BAD_AMOUNT,
        R::BadPayee => reason::BAD_PAYEE,
        R::BadText => reason::BAD_TEXT,
        R::IdUsedBefore => reason::ID_USED_BEFORE,
    };
    (code, refusal.to_string())
}

fn no_such_account() -> Rejected {
    (reason::NO_SUCH_ACCOUNT, "the customer has no such account".to_owned())
}

fn status(asked: &CreditTransfer, made: Result<Transfer, Rejected>) -> TransferStatus {
    let end_to_end = Some(asked.id.end_to_end.clone());
    match made {
        Ok(made) => TransferStatus {
            end_to_end,
            status: Some(SETTLED.to_owned()),
            reasons: Vec::new(),
            accepted: Some(made.at),
            bank_reference: Some(made.transaction.to_string()),
        },
        Err((code, words)) => TransferStatus {
            end_to_end,
            status: Some(REJECTED.to_owned()),
            reasons: vec![StatusReason { reason: Some(OneOf::code(code)), more: vec![words] }],
            accepted: None,
            bank_reference: None,
        },
    }
}
