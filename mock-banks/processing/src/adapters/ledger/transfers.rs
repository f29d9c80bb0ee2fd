//! Transfers, in the port's words and back.

use moa_bank_core::Bank;
use moa_bank_core::ledger::{self, TransferError, TransferOrder};

use crate::port::{
    AccountNumber, CoreFault, NumberScheme, TransferQuestion, TransferRecord, TransferRefusal, TransferStatus,
};

pub(super) fn make(bank: &Bank, asked: TransferQuestion) -> Result<TransferRecord, CoreFault> {
    let order = TransferOrder {
        customer: asked.customer,
        from: asked.from,
        payee: asked.to.name,
        number: number(&asked.to.number).ok_or(CoreFault::Refused(TransferRefusal::BadPayee))?,
        amount: asked.amount,
        end_to_end_id: asked.end_to_end_id,
        reference: asked.reference,
    };
    let made = bank.ledger().transfer(&order)?;
    Ok(TransferRecord {
        end_to_end_id: made.end_to_end_id,
        transaction: Some(made.transaction),
        at: made.at,
        status: TransferStatus::Booked,
    })
}

/// Six digits of sort code and eight of account number are two fields in the books.
fn number(number: &AccountNumber) -> Option<ledger::AccountNumber> {
    let text = number.number.clone();
    Some(match number.scheme {
        NumberScheme::Iban => ledger::AccountNumber::Iban { iban: text },
        NumberScheme::CardNumber => ledger::AccountNumber::Pan { number: text },
        NumberScheme::SortCodeAccountNumber => {
            let (sort_code, number) = text.split_at_checked(6).filter(|(_, rest)| rest.len() == 8)?;
            ledger::AccountNumber::SortCode { sort_code: sort_code.to_owned(), number: number.to_owned() }
        }
    })
}

impl From<TransferError> for CoreFault {
    fn from(error: TransferError) -> Self {
        match error {
            TransferError::Refused(refusal) => Self::Refused(refusal.into()),
            TransferError::Ledger(error) => error.into(),
        }
    }
}

impl From<ledger::TransferRefusal> for TransferRefusal {
    fn from(refusal: ledger::TransferRefusal) -> Self {
        use ledger::TransferRefusal as Kept;
        match refusal {
            Kept::InsufficientFunds => Self::InsufficientFunds,
            Kept::WrongCurrency => Self::WrongCurrency,
            Kept::BadAmount => Self::BadAmount,
            Kept::BadPayee => Self::BadPayee,
            Kept::BadText => Self::BadText,
            Kept::IdUsedBefore => Self::IdUsedBefore,
        }
    }
}
