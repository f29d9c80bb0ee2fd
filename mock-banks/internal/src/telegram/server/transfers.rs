//! Orders out of their lines.

use moa_bank_core::Bank;
use moa_bank_core::ledger::{AccountNumber, TransferOrder};

use super::super::wire::code::Response;
use super::super::wire::lines::{TransferAsked, TransferLine};
use super::super::wire::{Body, Message};
use super::answer::{Answer, Fault};

pub(super) fn make(bank: &Bank, message: &Message) -> Result<Answer, Fault> {
    let mut lines = message.lines();
    let asked: TransferAsked = lines.take()?;
    lines.end()?;
    let order = TransferOrder {
        customer: asked.customer,
        from: asked.from,
        payee: asked.payee,
        number: number(&asked.scheme, asked.number).ok_or(Fault::Code(Response::BadPayee))?,
        amount: asked.amount,
        end_to_end_id: asked.end_to_end_id,
        reference: asked.reference,
    };
    let made = bank.ledger().transfer(&order)?;
    let body = Body::default().with(&TransferLine {
        end_to_end_id: made.end_to_end_id,
        transaction: Some(made.transaction),
        at: made.at,
        status: "BOOK".to_owned(),
    })?;
    Ok(Answer { body, position: None })
}

fn number(scheme: &str, text: String) -> Option<AccountNumber> {
    match scheme {
        "IBAN" => Some(AccountNumber::Iban { iban: text }),
        "CARD" => Some(AccountNumber::Pan { number: text }),
        "SORT" => {
            let (sort_code, number) = text.split_at_checked(6).filter(|(_, rest)| rest.len() == 8)?;
            Some(AccountNumber::SortCode { sort_code: sort_code.to_owned(), number: number.to_owned() })
        }
        _ => None,
    }
}
