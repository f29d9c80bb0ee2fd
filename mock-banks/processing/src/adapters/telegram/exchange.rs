//! One command and its answer: numbered, timed, noted in the journal, asked once more when its connection broke.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use moa_bank_core::spec::CoreTemper;
use moa_bank_internal::identity::{DialError, Dialer};
use moa_bank_internal::telegram::wire::code::{ANSWERS, ASKS, Response, Transaction};
use moa_bank_internal::telegram::wire::lines::ClosedLine;
use moa_bank_internal::telegram::wire::{Body, Header, Lines, Message, Unreadable};
use moa_kernel::Clock;
use tokio::time::{Instant, timeout_at};

use super::connection::Broken;
use super::pool::Pool;
use super::unreadable;
use crate::port::{Command, CommandOutcome, CoreFault, Journal, TransferRefusal};

/// A bank whose core speaks in telegrams.
pub struct TelegramCore {
    pool: Pool,
    answer_time_max: Duration,
    clock: Arc<dyn Clock>,
}

/// A command to be sent.
pub(super) struct Asked {
    pub(super) transaction: Transaction,
    pub(super) position: Option<String>,
    pub(super) body: Body,
}

/// An answer that says that it was done.
pub(super) struct Told(Message);

/// Why a command has no answer.
enum Unanswered {
    TimedOut,
    Undialled(DialError),
    Broken(Broken),
    /// The command cannot be written.
    Unasked(CoreFault),
}

impl TelegramCore {
    /// The core that a dialer reaches. Nothing is dialled before the first question.
    #[must_use]
    pub fn new(dialer: Dialer, temper: &CoreTemper, clock: Arc<dyn Clock>) -> Self {
        Self {
            pool: Pool::new(dialer, temper.connections),
            answer_time_max: Duration::from_millis(u64::from(temper.answer_ms_max)),
            clock,
        }
    }

    /// Sends a command and waits for its answer.
    pub(super) async fn exchange(&self, asked: &Asked, journal: &Journal) -> Result<Told, CoreFault> {
        // One patience for both tries: whoever asked waits no longer because a connection broke.
        let until = Instant::now() + self.answer_time_max;
        let first = self.once(asked, until, journal).await;
        let outcome = match first {
            Err(Unanswered::Broken(_)) => self.once(asked, until, journal).await,
            outcome => outcome,
        };
        match outcome {
            Ok(message) => told(message),
            Err(Unanswered::TimedOut) => Err(CoreFault::TimedOut),
            Err(Unanswered::Undialled(error)) => Err(CoreFault::Unavailable(error.into())),
            Err(Unanswered::Broken(error)) => Err(CoreFault::Unavailable(error.into())),
            Err(Unanswered::Unasked(fault)) => Err(fault),
        }
    }

    async fn once(&self, asked: &Asked, until: Instant, journal: &Journal) -> Result<Message, Unanswered> {
        let (sequence, began) = (self.pool.next_sequence(), Instant::now());
        let outcome = self.timed(asked, sequence, until).await;
        journal.note(Command {
            protocol: "telegram",
            name: format!("{ASKS:04}/{} {}", asked.transaction.code(), asked.transaction.text()),
            sequence: Some(sequence),
            took: SignedDuration::try_from(began.elapsed()).unwrap_or(SignedDuration::MAX),
            outcome: match &outcome {
                Ok(message) if message.header.response == Response::Done.code() => CommandOutcome::Answered,
                Ok(_) => CommandOutcome::Refused,
                Err(Unanswered::TimedOut) => CommandOutcome::TimedOut,
                Err(_) => CommandOutcome::Broken,
            },
        });
        outcome
    }

    async fn timed(&self, asked: &Asked, sequence: u64, until: Instant) -> Result<Message, Unanswered> {
        let bytes = asked.body.clone().under(Header {
            kind: ASKS,
            transaction: asked.transaction.code(),
            sequence,
            response: 0,
            sent: self.clock.now(),
            foreign: 0,
            position: asked.position.clone(),
        });
        let bytes = bytes.map_err(|error| Unanswered::Unasked(unreadable(error)))?;
        let connection = timeout_at(until, self.pool.connection()).await.map_err(|_| Unanswered::TimedOut)?;
        let connection = connection.map_err(Unanswered::Undialled)?;
        match timeout_at(until, connection.ask(sequence, bytes)).await {
            Ok(Ok(message)) if belongs(&message, asked) => Ok(message),
            Ok(Ok(_)) => Err(Unanswered::Broken(Broken)),
            Ok(Err(broken)) => Err(Unanswered::Broken(broken)),
            Err(_) => {
                // Perhaps only this answer is lost, perhaps nobody is there any more: new questions take another line.
                connection.retire();
                Err(Unanswered::TimedOut)
            }
        }
    }
}

fn belongs(message: &Message, asked: &Asked) -> bool {
    message.header.kind == ANSWERS && message.header.transaction == asked.transaction.code()
}

/// What the response code says.
fn told(message: Message) -> Result<Told, CoreFault> {
    use TransferRefusal as R;
    let response = Response::of(message.header.response);
    Err(match response {
        Some(Response::Done) => return Ok(Told(message)),
        Some(Response::NotFound) => CoreFault::NotFound,
        Some(Response::BadPosition) => CoreFault::BadCursor,
        Some(Response::Closed) => match message.lines().take::<ClosedLine>() {
            Ok(ClosedLine { until }) => CoreFault::Closed { until },
            Err(error) => unreadable(error),
        },
        Some(Response::InsufficientFunds) => CoreFault::Refused(R::InsufficientFunds),
        Some(Response::WrongCurrency) => CoreFault::Refused(R::WrongCurrency),
        Some(Response::BadAmount) => CoreFault::Refused(R::BadAmount),
        Some(Response::BadPayee) => CoreFault::Refused(R::BadPayee),
        Some(Response::BadText) => CoreFault::Refused(R::BadText),
        Some(Response::IdUsedBefore) => CoreFault::Refused(R::IdUsedBefore),
        Some(Response::Unreadable | Response::UnknownTransaction | Response::Trouble) | None => {
            CoreFault::Unavailable(format!("the core answered {}", message.header.response).into())
        }
    })
}

impl Asked {
    pub(super) const fn of(transaction: Transaction, body: Body) -> Self {
        Self { transaction, position: None, body }
    }
}

impl Told {
    /// Where the list goes on, when it does.
    pub(super) fn position(&self) -> Option<String> {
        self.0.header.position.clone()
    }

    /// Reads the answer's lines, all of them.
    pub(super) fn read<T>(&self, read: impl FnOnce(&mut Lines<'_>) -> Result<T, Unreadable>) -> Result<T, CoreFault> {
        let mut lines = self.0.lines();
        let answer = read(&mut lines).map_err(unreadable)?;
        lines.end().map_err(unreadable)?;
        Ok(answer)
    }
}

impl std::fmt::Debug for TelegramCore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TelegramCore").field("pool", &self.pool).finish_non_exhaustive()
    }
}
