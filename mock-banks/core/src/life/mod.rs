//! Believable lives: what fills a new bank.
//!
//! [`settle`] looks at each customer of the bank's file, casts the parts of their life ([`cast`]: who employs them, who
//! collects from them), and writes their story month by month: [`income`], [`home`], [`shopping`], [`abroad`], the
//! [`card_bill`], and [`crowd`] when the busiest account is to be really busy. The story is then put in the order of time
//! and booked in one go, with the pending items of yesterday evening ([`pending`]) and the standing promises
//! ([`promises`]) on top. Everything comes from the seed and the day: the same seed on the same day is the same life, byte
//! for byte. Names are invented; none is a real company's.

mod abroad;
mod calendar;
mod card_bill;
mod cast;
mod crowd;
mod home;
mod income;
mod names;
mod pending;
mod promises;
mod rates;
mod shopping;
mod story;
mod wording;

use moa_kernel::{Currency, IdError, MoneyError};
use rusqlite::Transaction;

use crate::Bank;
use crate::ledger::{Book, LedgerError};
use crate::spec::CustomerSpec;
use crate::state::StateError;

use calendar::Calendar;
use cast::Cast;
use story::Story;

/// The table of this area: who has been settled.
pub(crate) const SCHEMA: &str = "
    CREATE TABLE core_lives (
        bank TEXT NOT NULL,
        customer TEXT NOT NULL,
        settled_at INTEGER NOT NULL,
        PRIMARY KEY (bank, customer)
    ) STRICT;
";

/// The longest history, in months: fifty years.
const MONTHS_MAX: u32 = 600;
/// The busiest an account can be made.
const TRANSACTIONS_MAX: u32 = 5_000_000;

/// How much of a life to invent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct History {
    /// How many months, up to yesterday.
    pub months: u32,
    /// At least so many transactions on the main account of the first customer in the bank's file.
    pub transactions: Option<u32>,
}

/// Why a life could not be invented.
#[derive(Debug, thiserror::Error)]
pub enum LifeError {
    /// The books refused it.
    #[error("a life cannot be booked")]
    Ledger(#[from] LedgerError),
    /// The state could not be used.
    #[error("a life cannot be stored")]
    State(#[from] StateError),
    /// An amount in the bank's file does not fit the account's currency.
    #[error("an amount of the life does not fit its currency")]
    Money(#[from] MoneyError),
    /// An id cannot be made.
    #[error("an id cannot be made")]
    Id(#[from] IdError),
    /// Nobody knows what the currency is worth here.
    #[error("no rate is known for {0}")]
    NoRate(Currency),
    /// The history is longer, or busier, than can be invented.
    #[error("a history has at most {MONTHS_MAX} months and {TRANSACTIONS_MAX} transactions")]
    TooMuch,
}

/// Fills the accounts of everybody in the bank's file. Who has been settled before stays as they are, so doing it again
/// (after a restart, say) adds nothing.
///
/// # Errors
/// When the history is too much, the state cannot be used, or the file asks for amounts that do not fit.
pub fn settle(bank: &Bank, history: History) -> Result<(), LifeError> {
    if history.months > MONTHS_MAX || history.transactions.is_some_and(|wanted| wanted > TRANSACTIONS_MAX) {
        return Err(LifeError::TooMuch);
    }
    let calendar = Calendar::up_to(bank.now(), history.months);
    for (place, person) in bank.spec().customers.iter().enumerate() {
        let cast = Cast::of(bank, person)?;
        let history = History { transactions: history.transactions.filter(|_| place == 0), ..history };
        bank.database().write(|transaction| {
            if !is_settled(transaction, bank, &cast)? {
                live(transaction, bank, person, &cast, calendar, history)?;
            }
            Ok::<_, LifeError>(())
        })?;
    }
    Ok(())
}

fn live(
    transaction: &Transaction<'_>,
    bank: &Bank,
    person: &CustomerSpec,
    cast: &Cast<'_>,
    calendar: Calendar,
    history: History,
) -> Result<(), LifeError> {
    let mut book = Book::open(transaction, bank)?;
    for entry in tell(cast, person, calendar, history)?.in_order() {
        book.post(&entry)?;
    }
    for hold in pending::of(cast, calendar)? {
        book.hold(&hold)?;
    }
    book.close()?;
    promises::make(transaction, bank, cast, calendar)?;
    settled(transaction, bank, cast)
}

/// The whole story of one customer.
fn tell<'a>(
    cast: &'a Cast<'a>,
    person: &CustomerSpec,
    calendar: Calendar,
    history: History,
) -> Result<Story<'a>, LifeError> {
    let mut story = Story::of(cast, calendar);
    income::openings(&mut story, person)?;
    if cast.life.is_some() {
        income::salary(&mut story)?;
        income::interest(&mut story)?;
        home::rent_and_saving(&mut story)?;
        home::bills(&mut story)?;
        shopping::every_day(&mut story)?;
        shopping::among_friends(&mut story)?;
        abroad::trips(&mut story)?;
        abroad::currency_account(&mut story)?;
        card_bill::pay(&mut story)?;
    }
    if let Some(wanted) = history.transactions {
        crowd::fill(&mut story, wanted)?;
    }
    Ok(story)
}

fn is_settled(transaction: &Transaction<'_>, bank: &Bank, cast: &Cast<'_>) -> Result<bool, StateError> {
    let mut statement = transaction.prepare_cached("SELECT 1 FROM core_lives WHERE bank = ?1 AND customer = ?2")?;
    Ok(statement.exists((bank.id().as_str(), cast.customer.as_str()))?)
}

fn settled(transaction: &Transaction<'_>, bank: &Bank, cast: &Cast<'_>) -> Result<(), LifeError> {
    transaction
        .execute(
            "INSERT INTO core_lives (bank, customer, settled_at) VALUES (?1, ?2, ?3)",
            (bank.id().as_str(), cast.customer.as_str(), bank.now().as_microsecond()),
        )
        .map_err(StateError::from)?;
    Ok(())
}
