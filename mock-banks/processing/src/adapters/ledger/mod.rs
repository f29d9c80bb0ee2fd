//! The in-process ledger as a core: no protocol, only a translation of words. Questions wait for the database, so they
//! are answered on a thread where waiting is allowed; what was answered since the last write is answered at once. A bank's file
//! may give this core a temperament, too.

mod accounts;
mod arrangements;
mod memory;
mod transactions;
mod transfers;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::SignedDuration;
use moa_bank_core::Bank;
use moa_bank_core::ledger::{Account, LedgerError};
use moa_bank_core::spec::CoreFailure;
use moa_bank_core::state::StateError;
use moa_bank_internal::temperament::Temperament;
use moa_kernel::{AccountId, CustomerId};
use tokio::time::Instant;

use memory::{Memory, Rows};

use crate::port::{
    AccountsQuestion, Command, CommandOutcome, CoreAnswer, CoreBanking, CoreFault, CoreQuestion, Journal,
};

/// A bank whose books are kept by [`moa_bank_core::ledger`].
#[derive(Debug, Clone)]
pub struct LedgerCore {
    bank: Bank,
    temperament: Option<Arc<Temperament>>,
    memory: Arc<Memory>,
}

impl LedgerCore {
    /// The core of a bank: quick, always open, without failures.
    #[must_use]
    pub fn new(bank: Bank) -> Self {
        Self { bank, temperament: None, memory: Arc::default() }
    }

    /// The core of a bank, as its file says it behaves.
    #[must_use]
    pub fn tempered(bank: Bank) -> Self {
        let temperament = Temperament::of(bank.spec(), Arc::clone(bank.clock()));
        Self { bank, temperament: Some(Arc::new(temperament)), memory: Arc::default() }
    }

    async fn answer_in_temper(&self, question: CoreQuestion) -> Result<CoreAnswer, CoreFault> {
        let Some(temperament) = &self.temperament else { return self.ask(question).await };
        let turn = temperament.turn();
        if !turn.latency.is_zero() {
            tokio::time::sleep(turn.latency).await;
        }
        match turn.failure {
            Some(CoreFailure::Trouble | CoreFailure::HangUp) => {
                return Err(CoreFault::Unavailable("on purpose".into()));
            }
            Some(CoreFailure::Silence) => {
                let patience = self.bank.spec().core.temper.answer_ms_max;
                tokio::time::sleep(Duration::from_millis(u64::from(patience))).await;
                return Err(CoreFault::TimedOut);
            }
            Some(CoreFailure::LostAnswer) | None => {}
        }
        if question.is_about_the_books()
            && let Some(until) = temperament.closed_until()
        {
            return Err(CoreFault::Closed { until: Some(until) });
        }
        let answer = self.ask(question).await;
        if turn.failure.is_some() { Err(CoreFault::Unavailable("on purpose".into())) } else { answer }
    }

    async fn ask(&self, question: CoreQuestion) -> Result<CoreAnswer, CoreFault> {
        if let Some(answer) = self.memory.find(&self.bank, &question) {
            return Ok(answer);
        }
        let (bank, memory) = (self.bank.clone(), Arc::clone(&self.memory));
        let answered = tokio::task::spawn_blocking(move || memory.ask(&bank, question, answer)).await;
        answered.map_err(|error| CoreFault::Unavailable(error.into()))?
    }
}

#[async_trait]
impl CoreBanking for LedgerCore {
    fn protocol(&self) -> &'static str {
        "ledger"
    }

    async fn answer(&self, question: CoreQuestion, journal: &Journal) -> Result<CoreAnswer, CoreFault> {
        let (name, began) = (question.name().to_owned(), Instant::now());
        let answer = self.answer_in_temper(question).await;
        journal.note(Command {
            protocol: self.protocol(),
            name,
            sequence: None,
            took: SignedDuration::try_from(began.elapsed()).unwrap_or(SignedDuration::MAX),
            outcome: match &answer {
                Ok(_) => CommandOutcome::Answered,
                Err(CoreFault::TimedOut) => CommandOutcome::TimedOut,
                Err(CoreFault::Unavailable(_)) => CommandOutcome::Broken,
                Err(_) => CommandOutcome::Refused,
            },
        });
        answer
    }
}

fn answer(bank: &Bank, rows: &Rows, question: CoreQuestion) -> Result<CoreAnswer, CoreFault> {
    use CoreAnswer as A;
    use CoreQuestion as Q;
    Ok(match question {
        Q::Accounts(asked) => A::Accounts(own(bank, &asked)?.iter().map(|own| accounts::account(own).into()).collect()),
        Q::Balances(asked) => A::Balances(each(bank, &asked, accounts::balances)?),
        Q::Transactions(asked) => A::Transactions(transactions::page(bank, rows, &asked)?),
        Q::Beneficiaries(asked) => A::Beneficiaries(each(bank, &asked, arrangements::beneficiaries)?),
        Q::DirectDebits(asked) => A::DirectDebits(each(bank, &asked, arrangements::direct_debits)?),
        Q::StandingOrders(asked) => A::StandingOrders(each(bank, &asked, arrangements::standing_orders)?),
        Q::ScheduledPayments(asked) => A::ScheduledPayments(each(bank, &asked, arrangements::scheduled_payments)?),
        Q::Party { customer } => A::Party(accounts::party(bank, &customer)?),
        Q::Transfer(asked) => A::Transfer(transfers::make(bank, asked)?),
    })
}

/// An account, if it is this customer's.
fn own_account(bank: &Bank, customer: &CustomerId, id: &AccountId) -> Result<Account, CoreFault> {
    let found = bank.ledger().find_account(id)?;
    found.filter(|account| account.customer == *customer).ok_or(CoreFault::NotFound)
}

fn own(bank: &Bank, asked: &AccountsQuestion) -> Result<Vec<Account>, CoreFault> {
    asked.accounts.iter().map(|id| own_account(bank, &asked.customer, id)).collect()
}

/// Asks the same of each account and puts the answers one after the other.
fn each<T>(
    bank: &Bank,
    asked: &AccountsQuestion,
    ask: impl Fn(&Bank, &AccountId) -> Result<Vec<T>, CoreFault>,
) -> Result<Vec<T>, CoreFault> {
    let mut all = Vec::new();
    for account in own(bank, asked)? {
        all.extend(ask(bank, &account.id)?);
    }
    Ok(all)
}

impl From<StateError> for CoreFault {
    fn from(error: StateError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<LedgerError> for CoreFault {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::UnknownAccount(_) => Self::NotFound,
            other => Self::Unavailable(other.into()),
        }
    }
}
