//! One question, from its message to the message that answers it.

use moa_bank_core::Bank;
use moa_bank_core::ledger::{Account, LedgerError, TransferError, TransferRefusal};
use moa_bank_core::state::StateError;
use moa_kernel::{AccountId, CustomerId, Timestamp};

use super::super::wire::code::{ANSWERS, ASKS, Response, Transaction};
use super::super::wire::lines::{AccountAsked, ClosedLine};
use super::super::wire::{Body, Header, Message, Unreadable, Unwritable};
use super::{accounts, arrangements, movements, transfers};
use crate::temperament::Temperament;

/// What is answered: lines, and where a list goes on.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) body: Body,
    pub(super) position: Option<String>,
}

/// Why a question is not answered.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error("{}", .0.text())]
    Code(Response),
    #[error("closed")]
    Closed(Timestamp),
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    #[error(transparent)]
    State(#[from] StateError),
    #[error(transparent)]
    Ledger(LedgerError),
}

/// Answers a message with a message.
pub(super) fn answer(bank: &Bank, temperament: &Temperament, message: &Message) -> Result<Vec<u8>, Unwritable> {
    let header = &message.header;
    match try_answer(bank, temperament, message) {
        Ok(Answer { body, position }) => reply(bank, header, Response::Done, position, body),
        Err(Fault::Closed(until)) => {
            let body = Body::default().with(&ClosedLine { until: Some(until) })?;
            reply(bank, header, Response::Closed, None, body)
        }
        Err(Fault::Code(response)) => reply(bank, header, response, None, Body::default()),
        Err(Fault::Unreadable(error)) => {
            tracing::warn!(%error, sequence = header.sequence, "a telegram cannot be read");
            reply(bank, header, Response::Unreadable, None, Body::default())
        }
        Err(error) => {
            tracing::error!(%error, sequence = header.sequence, "the core is in trouble");
            reply(bank, header, Response::Trouble, None, Body::default())
        }
    }
}

/// A message that answers the one of a header.
pub(super) fn reply(
    bank: &Bank,
    asked: &Header,
    response: Response,
    position: Option<String>,
    body: Body,
) -> Result<Vec<u8>, Unwritable> {
    body.under(Header {
        kind: ANSWERS,
        transaction: asked.transaction,
        sequence: asked.sequence,
        response: response.code(),
        sent: bank.now(),
        foreign: 0,
        position,
    })
}

fn try_answer(bank: &Bank, temperament: &Temperament, message: &Message) -> Result<Answer, Fault> {
    use Transaction as T;
    if message.header.kind != ASKS {
        return Err(Unreadable::Cell("kind").into());
    }
    let transaction = T::of(message.header.transaction).ok_or(Fault::Code(Response::UnknownTransaction))?;
    if matches!(transaction, T::Balance | T::Statement | T::Transfer)
        && let Some(until) = temperament.closed_until()
    {
        return Err(Fault::Closed(until));
    }
    match transaction {
        T::Account => accounts::account(&own(bank, message)?),
        T::Person => accounts::person(bank, message),
        T::Balance => accounts::balances(bank, &own(bank, message)?),
        T::Statement => movements::statement(bank, message),
        T::Beneficiaries => arrangements::beneficiaries(bank, &own(bank, message)?, message),
        T::DirectDebits => arrangements::direct_debits(bank, &own(bank, message)?, message),
        T::StandingOrders => arrangements::standing_orders(bank, &own(bank, message)?, message),
        T::ScheduledPayments => arrangements::scheduled_payments(bank, &own(bank, message)?, message),
        T::Transfer => transfers::make(bank, message),
    }
}

/// The account that is asked about, if it is that customer's.
fn own(bank: &Bank, message: &Message) -> Result<Account, Fault> {
    let mut lines = message.lines();
    let asked: AccountAsked = lines.take()?;
    lines.end()?;
    own_account(bank, &asked.customer, &asked.account)
}

pub(super) fn own_account(bank: &Bank, customer: &CustomerId, id: &AccountId) -> Result<Account, Fault> {
    let found = bank.ledger().find_account(id)?;
    found.filter(|account| account.customer == *customer).ok_or(Fault::Code(Response::NotFound))
}

/// As many rows as a message holds, from the position on. The position is how many came before, of how many: a list that
/// has changed meanwhile is not gone on with.
pub(super) fn list(rows: &[Body], from: Option<&str>) -> Result<Answer, Fault> {
    let before = from.map_or(Ok(0), |from| place(from, rows.len()).ok_or(Fault::Code(Response::BadPosition)))?;
    let mut answer = Answer::default();
    for (place, row) in rows.iter().enumerate().skip(before) {
        if !answer.body.has_room_for(row) {
            if place == before {
                return Err(Unwritable { cell: "row" }.into());
            }
            answer.position = Some(format!("{place}/{}", rows.len()));
            break;
        }
        answer.body.append(row);
    }
    Ok(answer)
}

fn place(position: &str, rows: usize) -> Option<usize> {
    let (place, of) = position.split_once('/')?;
    let (place, of): (usize, usize) = (place.parse().ok()?, of.parse().ok()?);
    (of == rows && place < rows).then_some(place)
}

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::UnknownAccount(_) => Self::Code(Response::NotFound),
            other => Self::Ledger(other),
        }
    }
}

impl From<TransferError> for Fault {
    fn from(error: TransferError) -> Self {
        use TransferRefusal as R;
        Self::Code(match error {
            TransferError::Ledger(error) => return error.into(),
            TransferError::Refused(R::InsufficientFunds) => Response::InsufficientFunds,
            TransferError::Refused(R::WrongCurrency) => Response::WrongCurrency,
            TransferError::Refused(R::BadAmount) => Response::BadAmount,
            TransferError::Refused(R::BadPayee) => Response::BadPayee,
            TransferError::Refused(R::BadText) => Response::BadText,
            TransferError::Refused(R::IdUsedBefore) => Response::IdUsedBefore,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::wire::lines::AddressLine;
    use super::*;

    fn rows(count: usize) -> Vec<Body> {
        let row = |place: usize| Body::default().with(&AddressLine { text: format!("{place} {}", "x".repeat(900)) });
        (0..count).map(|place| row(place).unwrap()).collect()
    }

    /// How many rows each message holds, when a list is followed to its end.
    fn followed(rows: &[Body]) -> Vec<usize> {
        let (mut counts, mut position) = (Vec::new(), None::<String>);
        loop {
            let before: usize = counts.iter().sum();
            let answer = list(rows, position.as_deref()).unwrap();
            let after = answer.position.as_deref().map(|text| text.split_once('/').unwrap().0.parse().unwrap());
            counts.push(after.unwrap_or(rows.len()) - before);
            match answer.position {
                None => return counts,
                position_now => position = position_now,
            }
        }
    }

    #[test]
    fn a_list_goes_on_in_as_many_messages_as_it_needs_and_holds_each_row_once() {
        assert_eq!(followed(&rows(0)), [0]);
        assert_eq!(followed(&rows(3)), [3]);
        let counts = followed(&rows(100));
        assert!(counts.len() > 3 && counts.iter().all(|count| *count > 0), "{counts:?}");
        assert_eq!(counts.iter().sum::<usize>(), 100);
    }

    #[test]
    fn a_position_that_was_not_given_out_or_is_of_another_list_is_refused() {
        for wrong in ["", "1", "3/3", "1/4", "-1/3", "x/3", "1/3/3"] {
            assert!(matches!(list(&rows(3), Some(wrong)), Err(Fault::Code(Response::BadPosition))), "{wrong}");
        }
        assert!(list(&rows(3), Some("1/3")).is_ok());
    }

    #[test]
    fn a_row_that_no_message_holds_is_an_error_and_not_an_endless_list() {
        let huge = Body::default().with(&AddressLine { text: "x".repeat(40_000) }).unwrap();
        assert!(matches!(list(&[huge], None), Err(Fault::Unwritable(_))));
    }
}
